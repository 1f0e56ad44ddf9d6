{#- Adding nothing is cheaper than a filter. -#}
{% macro sum_if(amount, condition) -%}
    {%- if condition -%}
        sum(case when {{ condition }} then {{ amount }} else 0 end)
    {%- else -%}
        sum({{ amount }})
    {%- endif -%}
{%- endmacro %}
