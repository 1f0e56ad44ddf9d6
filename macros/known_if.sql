{% macro known_if(used, expression, data_type=none) -%}
    {%- if used -%}
        {{ expression }}
    {%- else -%}
        cast(null as {{ data_type or dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
