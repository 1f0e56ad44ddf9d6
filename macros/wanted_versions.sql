{% macro wanted_versions(name=none) -%}
    {%- set column = version_column(name) -%}
    select {{ column }} from {{ relation_of(versions_of(column)) }}
    where {{ column }} is not null
{%- endmacro %}
