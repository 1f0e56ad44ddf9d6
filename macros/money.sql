{% macro money(column) -%}
    {{ as_decimal(column, 'decimal(18, 4)') }}
{%- endmacro %}
