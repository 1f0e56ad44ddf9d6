{#- A sum of counts as an integer; no rows to sum is zero. -#}
{% macro count_or_zero(expression) -%}
    cast(coalesce({{ expression }}, 0) as integer)
{%- endmacro %}
