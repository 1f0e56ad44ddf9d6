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
        {%- set passes = [compiled_code] if temporary else in_passes(compiled_code) -%}
        {{ dbt.duckdb__create_table_as(temporary, relation, passes[0], *varargs, **kwargs) }}
        {%- for query in passes[1:] %}
        insert into {{ relation }} by name ({{ query }});
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}
