{#- A dated table, built date by date. A build deletes the dates whose version is stale
    and builds the missing ones, in one transaction. If every date is stale the table is
    rebuilt, which is cheaper than deleting. -#}
{% materialization as_of, adapter='duckdb' %}
    {%- set held = load_cached_relation(this) -%}
    {%- set table = this.incorporate(type='table') -%}
    {%- set plan = as_of_plan(held) -%}
    {%- set batches = in_batches(plan) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {% call statement('main') -%}
        {%- if plan.is_only_planned %}
        {%- elif plan.is_new %}
            {%- if held %}
                drop {{ held.type }} if exists {{ held }};
            {%- endif %}
            {{ create_table_as(False, table, rows_of_dates(plan, batches[0])) }};
        {%- elif plan.stale_versions %}
            delete from {{ table }}
            where as_of_version in ('{{ plan.stale_versions | join("', '") }}');
        {%- endif %}
        {%- for dates in batches[1 if plan.is_new else 0:] %}
            insert into {{ table }} by name {{ rows_of_dates(plan, dates) }};
        {%- endfor %}
        {{ insert_into_build_log(plan.log_rows) }};
        select {{ plan.missing_dates | length }} as date_count
    {%- endcall %}
    {%- if plan.is_new or not has_comments(table) -%}
        {%- do persist_docs(table, model) -%}
    {%- endif -%}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}

    {{ return({'relations': [table]}) }}
{% endmaterialization %}

{#- File-based tables have no delete and no transaction: a date is a partition, which is
    dropped whole. After an interruption the next build adds the missing dates. -#}
{% materialization as_of, adapter='spark' %}
    {%- set held = load_cached_relation(this) -%}
    {%- set table = this.incorporate(type='table') -%}
    {%- set plan = as_of_plan(held) -%}
    {%- set rows = rows_of_dates(plan, plan.missing_dates) -%}

    {{ run_hooks(pre_hooks) }}

    {%- if plan.is_new and held and not plan.is_only_planned -%}
        {%- do adapter.drop_relation(held) -%}
    {%- endif -%}
    {%- for date in plan.stale_dates if not (plan.is_new or plan.is_only_planned) -%}
        {%- do run_query(
            'alter table ' ~ table ~ " drop if exists partition (as_of_date = '" ~ date ~ "')"
        ) -%}
    {%- endfor -%}
    {% call statement('main') -%}
        {%- if plan.is_only_planned %}
            select 0 as date_count
        {%- elif plan.is_new %}
            {%- if config.get('contract').enforced -%}
                {{ get_assert_columns_equivalent(rows) }}
                {%- set rows = get_select_subquery(rows) -%}
            {%- endif %}
            create table {{ table }}
            {{ file_format_clause() }}
            partitioned by (as_of_date)
            {{ location_clause() }}
            {{ comment_clause() }}
            as {{ rows }}
        {%- elif plan.missing_dates %}
            insert into {{ table }} by name {{ rows }}
        {%- else %}
            select 0 as date_count
        {%- endif %}
    {%- endcall %}
    {%- set told = insert_into_build_log(plan.log_rows) -%}
    {%- if told | trim -%}
        {%- do run_query(told) -%}
    {%- endif -%}
    {%- do persist_docs(table, model) -%}

    {{ run_hooks(post_hooks) }}

    {{ return({'relations': [table]}) }}
{% endmaterialization %}

{#- Setting them all again takes longer than comparing. -#}
{% macro has_comments(table) %}
    {%- set query -%}
        select '' as name, comment from duckdb_tables()
        where
            database_name = '{{ table.database }}'
            and schema_name = '{{ table.schema }}'
            and table_name = '{{ table.identifier }}'
        union all
        select column_name as name, comment from duckdb_columns()
        where
            database_name = '{{ table.database }}'
            and schema_name = '{{ table.schema }}'
            and table_name = '{{ table.identifier }}'
    {%- endset -%}
    {%- set wanted = {'': model.description} if config.persist_relation_docs() else {} -%}
    {%- for column in model.columns.values() if config.persist_column_docs() -%}
        {%- do wanted.update({column.name: column.description}) -%}
    {%- endfor -%}
    {%- set said = {} -%}
    {%- for row in run_query(query).rows -%}
        {%- do said.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {%- for name, comment in wanted.items() if said.get(name) != comment -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{% endmacro %}
