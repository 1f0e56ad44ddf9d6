{#- Where this project is the root, a schema is called as it stands here. Where it is a package,
    as in the project that installs it: dbt asks this macro first, so it asks theirs. -#}
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
