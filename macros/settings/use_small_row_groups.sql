{#- A core takes a row group at a time, and DuckDB's own size of 122,880 rows is all the
    customers of many a shop. The size is an option of attaching; for a name that is no
    word of SQL, dbt-duckdb can't attach, so the open file is attached once more. -#}
{% macro use_small_row_groups() -%}
    {#- In a project that installs this one, the database is not ours. -#}
    {%- set is_root = project_name == 'customer_tiers' -%}
    {{ return(adapter.dispatch('use_small_row_groups')() if execute and is_root else '') }}
{%- endmacro %}

{% macro default__use_small_row_groups() -%}
{%- endmacro %}

{% macro duckdb__use_small_row_groups() -%}
    {%- set query -%}
        select path from duckdb_databases()
        where
            database_name = '{{ target.database }}'
            and type = 'duckdb'
            and path is not null
            and not readonly
            and not encrypted
    {%- endset -%}
    {%- for path in run_query(query).columns[0].values() -%}
        {%- set database = adapter.quote(target.database) -%}
        {%- set aside = adapter.quote(target.database ~ ' aside') -%}
        attach ':memory:' as {{ aside }};
        use {{ aside }};
        detach {{ database }};
        attach '{{ adapter.escape_sql_string(path) }}' as {{ database }}
        (row_group_size 30720);
        use {{ database }};
        detach {{ aside }};
    {%- endfor -%}
{%- endmacro %}
