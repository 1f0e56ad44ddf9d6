{% macro sum_of_type(amount, value_type) -%}
    sum(
        case
            when value_types.value_type = '{{ value_type }}' then {{ amount }}
            when {{ amount }} is not null then 0
        end
    )
{%- endmacro %}
