{% macro format_number(number, decimal_places) -%}
    {{ adapter.dispatch('format_number')(number, decimal_places) }}
{%- endmacro %}

{% macro duckdb__format_number(number, decimal_places) -%}
    format('{:,.{{ decimal_places }}f}', {{ number }})
{%- endmacro %}

{% macro spark__format_number(number, decimal_places) -%}
    format_number({{ number }}, {{ decimal_places }})
{%- endmacro %}
