{% macro format_number(number, decimal_places) -%}
    {{ adapter.dispatch('format_number')(number, decimal_places) }}
{%- endmacro %}

{% macro duckdb__format_number(number, decimal_places) -%}
    case
        when {{ decimal_places }} = 0
            then format('{:,.0f}', cast({{ number }} as double))
        else format('{:,.2f}', cast({{ number }} as double))
    end
{%- endmacro %}

{% macro spark__format_number(number, decimal_places) -%}
    format_number(cast({{ number }} as double), {{ decimal_places }})
{%- endmacro %}
