{#- What is to be done to a table of judgements: `wanted` are its dates with their versions,
    `missing_dates` those to be made. -#}
{% macro as_of_plan(held) %}
    {%- set wanted = {} -%}
    {%- for row in run_query(
        'select cast(as_of_date as ' ~ dbt.type_string() ~ '), ' ~ version_column()
        ~ ' from ' ~ as_of_dates() ~ ' as dates where ' ~ version_column() ~ ' is not null'
        ~ ' order by 1'
    ).rows -%}
        {%- do wanted.update({row[0]: row[1]}) -%}
    {%- endfor -%}
    {%- set held_dates = {} -%}
    {%- if held and not held.is_view and not should_full_refresh() -%}
        {%- for row in run_query(
            'select as_of_version, cast(max(as_of_date) as ' ~ dbt.type_string() ~ ') from '
            ~ held ~ ' group by as_of_version'
        ).rows -%}
            {%- do held_dates.update({row[0]: row[1]}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- set stale, missing = {}, [] -%}
    {%- for version, date in held_dates.items() if version not in wanted.values() -%}
        {%- do stale.update({version: date}) -%}
    {%- endfor -%}
    {%- for date, version in wanted.items() if version not in held_dates -%}
        {%- do missing.append(date) -%}
    {%- endfor -%}
    {{ return({
        'is_new': stale | length == held_dates | length,
        'wanted': wanted,
        'stale_versions': stale.keys() | list,
        'stale_dates': stale.values() | unique | list,
        'missing_dates': dates_at_hand(missing) if missing else []
    }) }}
{% endmacro %}

{#- The rows of some dates, each with its version. -#}
{% macro rows_of_dates(plan, dates) -%}
    select
        judged.*,
        {% if dates -%}
        case judged.as_of_date
            {%- for date in dates %}
            when date '{{ date }}' then '{{ plan.wanted[date] }}'
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

{#- The dates as literals, so that the engine can leave out the others from the start; DuckDB
    carries the bounds through joins, the list not. -#}
{% macro is_one_of(column, dates) -%}
    {%- if dates -%}
    {{ column }} between date '{{ dates | min }}' and date '{{ dates | max }}'
    and {{ column }} in (date '{{ dates | join("', date '") }}')
    {%- else -%}
    1 = 0
    {%- endif -%}
{%- endmacro %}

{#- Together, the dates of a great shop take more memory than one after the other, and more
    time: what does not stay near the processor is fetched again and again. The first batch may
    be empty, for a table without rows. -#}
{% macro in_batches(plan) %}
    {%- set dates = plan.missing_dates -%}
    {%- set ledger = relation_of('int_order_events') -%}
    {%- if version_column() != 'as_of_version' or dates | length < 2 or not ledger -%}
        {{ return([dates] if dates or plan.is_new else []) }}
    {%- endif -%}
    {%- set event_count = run_query('select count(*) from ' ~ ledger).rows[0][0] | int -%}
    {%- set dates_at_a_time = setting('events_at_a_time') // ([event_count, 1] | max) -%}
    {{ return(dates | batch([dates_at_a_time, 1] | max) | list) }}
{% endmacro %}

{#- By which version the model at hand is judged: that of a date, of a date and the one before
    it (movement_version), or of the newest date and all before it (history_version). -#}
{% macro version_column() %}
    {{ return((config.get('meta') or {}).get('version_column', 'as_of_version')) }}
{% endmacro %}

{#- Those of the dates for which all that the model reads is made: what a table above does not
    hold yet, as after `--exclude`, waits for the next build. Made of old rows, it would bear
    the new version. -#}
{% macro dates_at_hand(missing_dates) %}
    {%- set dates = as_of_dates() -%}
    {#- What is not selected bears the versions of the rules by which it was built. -#}
    {%- set versions = ['as_of_version'] if dates is not string
        else ['as_of_version', 'recorded_version'] -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }}), as_of_version
            {{- ', recorded_version' if versions | length > 1 }}
        from {{ dates }} as dates
    {%- endset -%}
    {%- set rows = run_query(query).rows -%}
    {%- set without = [] -%}
    {%- for input in as_of_inputs(model.unique_id) -%}
        {%- set held = run_query(
            'select distinct as_of_version from ' ~ relation_of(input)
        ).columns[0].values() | list -%}
        {%- for row in rows
            if row[1] not in held and (versions | length == 1 or row[2] not in held) -%}
            {%- do without.append(row[0]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- What looks back needs all dates. -#}
    {%- if version_column() != 'as_of_version' and without -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(missing_dates | reject('in', without) | list) }}
{% endmacro %}

{#- The nearest tables of judgements that a model is made of, each of a date by itself. -#}
{% macro as_of_inputs(unique_id) %}
    {%- set found = [] -%}
    {%- for input in graph.nodes[unique_id].depends_on.nodes if input in graph.nodes -%}
        {%- set node = graph.nodes[input] -%}
        {%- if node.config.materialized == 'as_of' -%}
            {%- if 'version_column' not in (node.config.meta or {}) -%}
                {%- do found.append(node.name) -%}
            {%- endif -%}
        {%- elif node.resource_type == 'model' -%}
            {%- do found.extend(as_of_inputs(input)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | unique | list) }}
{% endmacro %}
