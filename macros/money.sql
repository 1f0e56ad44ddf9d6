{% macro money(expression) -%}
    {{ as_decimal(expression, 'decimal(18, 4)') }}
{%- endmacro %}
