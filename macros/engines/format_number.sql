{% macro format_number(number, decimal_places) -%}
    {{ adapter.dispatch('format_number')(number, decimal_places) }}
{%- endmacro %}

{% macro duckdb__format_number(number, decimal_places) -%}
    format('{:,.{{ decimal_places }}f}', cast({{ number }} as double))
{%- endmacro %}

{% macro spark__format_number(number, decimal_places) -%}
    format_number(cast({{ number }} as double), {{ decimal_places }})
{%- endmacro %}
