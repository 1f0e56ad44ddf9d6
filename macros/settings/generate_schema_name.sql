{#- Where this project is the root, a schema is called as it stands here; where it is a
    package, as in the rest of the project that installs it. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if project_name == 'customer_tiers' and custom_schema_name -%}
        {{ custom_schema_name | trim }}
    {%- else -%}
        {{ default__generate_schema_name(custom_schema_name, node) }}
    {%- endif -%}
{%- endmacro %}
