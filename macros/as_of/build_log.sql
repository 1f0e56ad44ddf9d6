{#- Next to the as-of dates. -#}
{% macro build_log() %}
    {{ return(build_log_beside(own_relation_of('int_as_of_dates'))) }}
{% endmacro %}

{% macro build_log_beside(dates) %}
    {{ return(
        dates.incorporate(path={'identifier': 'build_log'}, type='table') if dates else none
    ) }}
{% endmacro %}

{#- A hook of the as-of dates, so that only one model creates it. A log of an earlier
    version, with other columns, is replaced. -#}
{% macro create_build_log() %}
    {%- if not execute -%}
        {{ return('') }}
    {%- endif -%}
    {%- set log = this.incorporate(path={'identifier': 'build_log'}, type='table') -%}
    {%- set held = adapter.get_relation(log.database, log.schema, log.identifier) -%}
    {%- set text = dbt.type_string() -%}
    {%- set columns = {
        'started_at': dbt.type_timestamp(), 'invocation_id': text, 'model_name': text,
        'as_of_date': 'date', 'reason': text, 'as_of_version': text, 'content': text,
        'rules_version': text
    } -%}
    {%- if held -%}
        {%- set names = adapter.get_columns_in_relation(held) | map(attribute='name') -%}
        {%- if names | list == columns.keys() | list -%}
            {{ return('') }}
        {%- endif -%}
        {%- do adapter.drop_relation(held) -%}
    {%- endif -%}
    {%- set query -%}
        create table {{ log }} (
            {%- for name, type in columns.items() %}
            {{ name }} {{ type }}{{ ',' if not loop.last }}
            {%- endfor %}
        )
        {{ log_format() }}
    {%- endset -%}
    {%- do run_query(query) -%}
    {%- do adapter.cache_added(log) -%}
{% endmacro %}

{% macro log_format() -%}
    {{ adapter.dispatch('log_format')() }}
{%- endmacro %}

{% macro duckdb__log_format() -%}
{%- endmacro %}

{% macro spark__log_format() -%}
    {{ file_format_clause() }}
{%- endmacro %}

{#- Why each date is built, and which are dropped. A table without rows for a date
    builds it again each time, which is not worth logging. -#}
{% macro log_rows(held, wanted, stale, missing) %}
    {%- set rows = [] -%}
    {%- if not stale and not missing -%}
        {{ return(rows) }}
    {%- endif -%}
    {%- set versions_before = {} -%}
    {%- for version, date in stale.items() -%}
        {%- do versions_before.update({date: version}) -%}
        {%- if date not in wanted -%}
            {%- do rows.append([date, 'forgotten', {'version': version}]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set logged = last_logged() -%}
    {%- for date in missing -%}
        {%- set state = wanted[date] -%}
        {%- set before = logged.get(date) -%}
        {%- if not held or held.is_view -%}
            {%- do rows.append([date, 'first_build', state]) -%}
        {%- elif should_full_refresh() -%}
            {%- do rows.append([date, 'full_refresh', state]) -%}
        {%- elif before and before.version == versions_before.get(date, before.version) -%}
            {%- if before.content != state.content -%}
                {%- do rows.append([date, 'ledger_changed', state]) -%}
            {%- endif -%}
            {%- if before.rules != state.rules -%}
                {%- do rows.append([date, 'rules_changed', state]) -%}
            {%- endif -%}
        {%- else -%}
            {%- set reason = 'not_logged' if date in versions_before else 'new_date' -%}
            {%- do rows.append([date, reason, state]) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(rows) }}
{% endmacro %}

{#- The last log entry of each date of the current model that was not dropped since. -#}
{% macro last_logged() %}
    {%- set logged, entries = {}, last_log_entries([model.name], build_log()) -%}
    {%- if not entries -%}
        {{ return(logged) }}
    {%- endif -%}
    {%- set query -%}
        select
            cast(as_of_date as {{ dbt.type_string() }}),
            as_of_version,
            content,
            rules_version
        from {{ entries }} as told
    {%- endset -%}
    {%- for row in run_query(query).rows -%}
        {%- do logged.update({
            row[0]: {'version': row[1], 'content': row[2], 'rules': row[3]}
        }) -%}
    {%- endfor -%}
    {{ return(logged) }}
{% endmacro %}

{#- The last log entry of each date of some models that was not dropped since, as a query;
    nothing if there is no log. Under --defer there may be another one beside the state's
    tables. -#}
{% macro last_log_entries(names, log) %}
    {%- if not log or not adapter.get_relation(log.database, log.schema, log.identifier) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set entries -%}
        (
            select *
            from (
                select
                    *,
                    row_number() over (
                        partition by model_name, as_of_date
                        order by started_at desc, reason
                    ) as age
                from {{ log }}
                where model_name in ('{{ names | join("', '") }}')
            ) as aged
            where age = 1 and reason <> 'forgotten'
        )
    {%- endset -%}
    {{ return(entries) }}
{% endmacro %}

{#- Nothing if there is nothing to add, or no log: part of the project can be built
    without as-of dates. -#}
{% macro insert_into_build_log(rows) -%}
    {%- set log = build_log() -%}
    {%- set is_there = log and adapter.get_relation(log.database, log.schema, log.identifier) -%}
    {%- if rows and is_there -%}
    insert into {{ log }} values
        {%- for date, reason, state in rows %}
        (
            cast('{{ run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') }}' as
            {{- ' ' ~ dbt.type_timestamp() }}),
            '{{ invocation_id }}',
            '{{ model.name }}',
            cast('{{ date }}' as date),
            '{{ reason }}',
            '{{ state.version }}',
            {{ "'" ~ state.content ~ "'" if state.content else 'null' }},
            {{ "'" ~ state.rules ~ "'" if state.rules else 'null' }}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    {%- endif -%}
{%- endmacro %}
