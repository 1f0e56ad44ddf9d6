{% macro days_to_build(name, day) %}
    {%- set column = version_column(name) -%}
    {%- set query -%}
        with
        held as (
            select distinct {{ day }} as source_date, {{ column }} as version
            from {{ held_table(name) }}
        ),
        wanted as (
            select source_date, {{ column }} as version
            from {{ relation_of(versions_of(column)) }}
        ),
        added as (select * from wanted except select * from held),
        removed as (select * from held except select * from wanted)
        select cast(source_date as {{ dbt.type_string() }}) from added
        union
        select cast(source_date as {{ dbt.type_string() }}) from removed
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
