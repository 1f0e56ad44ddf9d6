{#- Rows that are only added need no table of their own on the way: writing them twice is a
    sixth of a new day. -#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code) -%}
    {%- if temporary and config.get('incremental_strategy') == 'append' -%}
        {%- if config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(compiled_code) }}
        {%- endif %}
        create temporary view {{ relation.include(database=false, schema=false) }} as (
            {{ compiled_code }}
        );
    {%- else -%}
        {{ dbt.duckdb__create_table_as(temporary, relation, compiled_code, *varargs, **kwargs) }}
    {%- endif -%}
{%- endmacro %}
