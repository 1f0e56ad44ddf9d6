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
