{% macro count_each(expression, numbers) -%}
    {%- for number in numbers -%}
        count(case when {{ expression }} = {{ number }} then 1 end)
        as {{ expression }}_{{ number }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
