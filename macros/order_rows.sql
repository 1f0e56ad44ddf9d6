{% macro order_rows(name, made_of) -%}
    {%- set source = relation_of(made_of) -%}
    {%- set version = none -%}
    {%- if source -%}
        {%- set query = 'select max(orders_version) from ' ~ source -%}
        {%- set version = run_query(query).columns[0].values()[0] -%}
    {%- endif -%}
    select
        {{ name }}.*,
        cast({{ "'" ~ version ~ "'" if version else 'null' }} as {{ dbt.type_string() }})
            as orders_version
    from {{ name }}
    {%- if source and holds_wanted_rows() %}
    where 1 = 0
    {%- endif %}
{%- endmacro %}
