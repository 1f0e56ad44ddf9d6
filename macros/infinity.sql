{#- A double beyond every number. -#}
{% macro infinity() -%}
    cast('infinity' as double)
{%- endmacro %}
