{#- In one statement, where dbt's own way makes the view beside the old one and renames both. -#}
{% materialization view, adapter='duckdb' %}
    {%- set made = create_or_replace_view() -%}
    {%- do adapter.commit() -%}
    {{ return(made) }}
{% endmaterialization %}

{% macro duckdb__create_view_as(relation, sql) -%}
    {{ dbt.duckdb__create_view_as(relation, sql)
        | replace('create view', 'create or replace view', 1) }}
{%- endmacro %}
