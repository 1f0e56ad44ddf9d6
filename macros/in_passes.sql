{#- Together, the dates of a great shop take more memory than one after the other, and more
    time: what does not stay near the processor is fetched again and again. -#}
{% macro in_passes(query) %}
    {%- set ledger = relation_of('int_order_events') -%}
    {%- if version_column() != 'as_of_version' or not ledger -%}
        {{ return([query]) }}
    {%- endif -%}
    {%- set versions = version_counts() -%}
    {%- if versions.common and versions.wanted - versions.common < 2 -%}
        {{ return([query]) }}
    {%- endif -%}
    {%- set event_count = run_query('select count(*) from ' ~ ledger).rows[0][0] | int -%}
    {%- set dates_at_a_time = [setting('events_at_a_time') // ([event_count, 1] | max), 1] | max -%}
    {%- set passes = [] -%}
    {%- for dates in dates_to_build() | batch(dates_at_a_time) -%}
        {%- do passes.append(
            'select * from (\n' ~ query ~ '\n) as rows_of_all_dates\n'
            ~ 'where ' ~ is_one_of('as_of_date', dates)
        ) -%}
    {%- endfor -%}
    {{ return(passes if passes | length > 1 else [query]) }}
{% endmacro %}
