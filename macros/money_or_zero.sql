{% macro money_or_zero(expression) -%}
    cast(coalesce({{ expression }}, 0) as decimal(18, 4))
{%- endmacro %}
