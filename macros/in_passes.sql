{#- Together, the dates of a great shop take more memory than one after the other, and more
    time: what does not stay near the processor is fetched again and again. -#}
{% macro in_passes(query) %}
    {%- set ledger = relation_of('int_order_events') -%}
    {%- if version_column() != 'as_of_version' or not ledger -%}
        {{ return([query]) }}
    {%- endif -%}
    {%- set counts = run_query(
        'select (select count(*) from ' ~ ledger ~ ') as event_count, '
        ~ '(select count(*) from ' ~ relation_of('int_as_of_dates') ~ ') as date_count'
    ).rows[0] -%}
    {%- set event_count, date_count = counts[0] | int, counts[1] | int -%}
    {%- if event_count * date_count <= setting('events_at_a_time') -%}
        {{ return([query]) }}
    {%- endif -%}
    {%- set dates_at_a_time = [setting('events_at_a_time') // event_count, 1] | max -%}
    {%- set passes = [] -%}
    {%- for dates in dates_to_build() | batch(dates_at_a_time) -%}
        {%- do passes.append(
            'select * from (\n' ~ query ~ '\n) as rows_of_all_dates\n'
            ~ 'where ' ~ is_one_of('as_of_date', dates)
        ) -%}
    {%- endfor -%}
    {{ return(passes or [query]) }}
{% endmacro %}
