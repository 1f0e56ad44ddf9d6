{% macro order_rows(name, made_of) -%}
    {%- set source = relation_of(made_of) -%}
    {%- set version = none -%}
    {%- if source and rules_are_recorded() -%}
        {%- set query -%}
            select cast({{ sum_of_versions('version') }} as {{ dbt.type_string() }})
            from (
                select distinct {{ held_version_column(made_of) }} as version from {{ source }}
            ) as versions
        {%- endset -%}
        {%- set version = run_query(query).columns[0].values()[0] -%}
    {%- endif -%}
    select
        {{ name }}.*,
        cast({{ "'" ~ version ~ "'" if version else 'null' }} as decimal(38, 0))
            as orders_version
    from {{ name }}
    {%- if source and holds_wanted_rows() %}
    where 1 = 0
    {%- endif %}
{%- endmacro %}
