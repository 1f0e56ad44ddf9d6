{#- If this project is the root, schemas have their plain names. As a package, they
    follow the installing project: dbt calls this macro first, so it calls theirs. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set theirs = context.get(project_name) or {} -%}
    {%- if project_name == 'customer_tiers' -%}
        {{ custom_schema_name | trim if custom_schema_name else target.schema }}
    {%- elif theirs.get('generate_schema_name') -%}
        {{ theirs.generate_schema_name(custom_schema_name, node) }}
    {%- else -%}
        {{ default__generate_schema_name(custom_schema_name, node) }}
    {%- endif -%}
{%- endmacro %}
