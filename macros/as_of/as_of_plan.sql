{#- What a build has to do to a dated table: `wanted` are its dates with their versions,
    `missing_dates` the ones to build, `log_rows` the rows for the build log. -#}
{% macro as_of_plan(held) %}
    {%- set wanted = wanted_dates() -%}
    {%- set held_dates = {} -%}
    {%- if held and not held.is_view and not should_full_refresh() -%}
        {%- for row in run_query(
            'select as_of_version, cast(max(as_of_date) as ' ~ dbt.type_string() ~ ') from '
            ~ held ~ ' group by as_of_version'
        ).rows -%}
            {%- do held_dates.update({row[0]: row[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set versions = wanted.values() | map(attribute='version') | list -%}
    {%- set stale, missing = {}, [] -%}
    {%- for version, date in held_dates.items() if version not in versions -%}
        {%- do stale.update({version: date}) -%}
    {%- endfor -%}
    {%- for date, state in wanted.items() if state.version not in held_dates -%}
        {%- do missing.append(date) -%}
    {%- endfor -%}
    {#- In a plan no table upstream is built, so none would hold the new dates. -#}
    {%- set is_only_planned = var('only_plan', false) -%}
    {%- if missing and not is_only_planned -%}
        {%- set missing = dates_held_upstream(missing) -%}
    {%- endif -%}
    {{ return({
        'is_only_planned': is_only_planned,
        'is_new': stale | length == held_dates | length,
        'wanted': wanted,
        'stale_versions': stale.keys() | list,
        'stale_dates': stale.values() | unique | list,
        'missing_dates': [] if is_only_planned else missing,
        'log_rows': log_rows(held, wanted, stale, missing)
    }) }}
{% endmacro %}

{% macro wanted_dates() %}
    {%- set kind = version_column() | replace('_version', '') -%}
    {%- set query -%}
        select
            cast(as_of_date as {{ dbt.type_string() }}),
            {{ kind }}_version,
            {{ kind }}_content,
            rules_version
        from {{ as_of_dates() }} as dates
        where {{ kind }}_version is not null
        order by 1
    {%- endset -%}
    {%- set wanted = {} -%}
    {%- for row in run_query(query).rows -%}
        {%- do wanted.update({
            row[0]: {'version': row[1], 'content': row[2], 'rules': row[3]}
        }) -%}
    {%- endfor -%}
    {{ return(wanted) }}
{% endmacro %}

{#- The rows of some dates, each with its version. -#}
{% macro rows_of_dates(plan, dates) -%}
    select
        judged.*,
        {% if dates -%}
        case judged.as_of_date
            {%- for date in dates %}
            when date '{{ date }}' then '{{ plan.wanted[date].version }}'
            {%- endfor %}
        end
        {%- else -%}
        cast(null as {{ dbt.type_string() }})
        {%- endif %} as as_of_version
    from (
{{ compiled_code }}
    ) as judged
    where {{ is_one_of('judged.as_of_date', dates) }}
{%- endmacro %}

{#- The dates as literals, so that the engine can skip the others from the start; DuckDB
    pushes the bounds through joins, but not the list. -#}
{% macro is_one_of(column, dates) -%}
    {%- if dates -%}
    {{ column }} between date '{{ dates | min }}' and date '{{ dates | max }}'
    and {{ column }} in (date '{{ dates | join("', date '") }}')
    {%- else -%}
    1 = 0
    {%- endif -%}
{%- endmacro %}

{#- All dates of a large shop at once take more memory than one after the other, and
    more time, since data that does not fit the processor's cache is fetched again and
    again. What its dates share, a model that `is_built_at_once` computes once. The first
    batch may be empty, for a table without rows. -#}
{% macro in_batches(plan) %}
    {%- set dates = plan.missing_dates -%}
    {%- set ledger = relation_of('int_ledger_events') -%}
    {%- if version_column() != 'as_of_version' or dates | length < 2 or not ledger
        or (config.get('meta') or {}).get('is_built_at_once', false) -%}
        {{ return([dates] if dates or plan.is_new else []) }}
    {%- endif -%}
    {%- set event_count = run_query('select count(*) from ' ~ ledger).rows[0][0] | int -%}
    {%- set dates_at_a_time = setting('max_events_per_batch') // ([event_count, 1] | max) -%}
    {{ return(dates | batch([dates_at_a_time, 1] | max) | list) }}
{% endmacro %}

{#- Which version the current model uses: that of a date, of a date and the previous one
    (movement_version), or of the newest date and all before it (history_version). -#}
{% macro version_column() %}
    {{ return((config.get('meta') or {}).get('version_column', 'as_of_version')) }}
{% endmacro %}

{#- The dates that every table upstream holds: a date that is not there yet, as after
    `--exclude`, waits for the next build. Built from old rows, it would carry the new
    version. -#}
{% macro dates_held_upstream(missing_dates) %}
    {%- set inputs = as_of_inputs(model.unique_id) -%}
    {%- if not inputs -%}
        {{ return(missing_dates) }}
    {%- endif -%}
    {%- set dates = as_of_dates() -%}
    {#- Unselected models carry the versions of the rules under which they were
        built. -#}
    {%- set versions = ['as_of_version'] if dates is not string
        else ['as_of_version', 'recorded_version'] -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }}), as_of_version
            {{- ', recorded_version' if versions | length > 1 }}
        from {{ dates }} as dates
    {%- endset -%}
    {%- set rows = run_query(query).rows -%}
    {%- set held = versions_held_by(inputs) -%}
    {%- set without = [] -%}
    {%- for versions_held in held.values() -%}
        {%- for row in rows
            if row[1] not in versions_held
            and (versions | length == 1 or row[2] not in versions_held) -%}
            {%- do without.append(row[0]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- A model that looks back needs all dates. -#}
    {%- if version_column() != 'as_of_version' and without -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(missing_dates | reject('in', without) | list) }}
{% endmacro %}

{#- All in one query: each query costs dbt more than the engine. A table may have been
    built without rows for a date, such as trials in a store with few customers: the log
    knows. -#}
{% macro versions_held_by(names) %}
    {%- set held = {} -%}
    {%- for name in names -%}
        {%- do held.update({name: []}) -%}
    {%- endfor -%}
    {%- set query -%}
        {%- for name in names %}
        select distinct '{{ name }}', as_of_version from {{ relation_of(name) }}
        {%- if not loop.last %} union all {% endif %}
        {%- endfor %}
        {%- set logs = [build_log(), build_log_beside(relation_of('int_as_of_dates'))] -%}
        {%- for log in logs | unique if last_log_entries(names, log) %}
        union all
        select model_name, as_of_version from {{ last_log_entries(names, log) }} as told
        {%- endfor %}
    {%- endset -%}
    {%- for row in run_query(query).rows -%}
        {%- do held[row[0]].append(row[1]) -%}
    {%- endfor -%}
    {{ return(held) }}
{% endmacro %}

{#- The nearest dated tables upstream of a model. Whether one that `may_be_empty`, as are
    the trials of a small store, holds a date, its rows don't tell: if this build makes it,
    it holds those that the tables before it hold. -#}
{% macro as_of_inputs(unique_id) %}
    {%- set found = [] -%}
    {%- for input in graph.nodes[unique_id].depends_on.nodes if input in graph.nodes -%}
        {%- set node = graph.nodes[input] -%}
        {%- set meta = node.config.meta or {} -%}
        {%- if meta.may_be_empty and input in selected_resources -%}
            {%- do found.extend(as_of_inputs(input)) -%}
        {%- elif node.config.materialized == 'as_of' -%}
            {%- if 'version_column' not in meta -%}
                {%- do found.append(node.name) -%}
            {%- endif -%}
        {%- elif node.resource_type == 'model' -%}
            {%- do found.extend(as_of_inputs(input)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | unique | list) }}
{% endmacro %}
