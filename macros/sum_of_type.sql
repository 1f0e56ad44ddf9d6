{% macro sum_of_type(amount, value_type) -%}
    sum(case when value_types.value_type = '{{ value_type }}' then {{ amount }} else 0 end)
{%- endmacro %}
