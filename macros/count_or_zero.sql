{% macro count_or_zero(expression) -%}
    cast(coalesce({{ expression }}, 0) as integer)
{%- endmacro %}
