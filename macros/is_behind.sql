{% macro is_behind(reason, column, text) -%}
    {%- set is_required = column in ('raw_ordered_at', 'raw_gross_amount') -%}
    {%- set moment = moment_in(clean_text(text)) -%}
    {%- set amount = decimal_in(clean_text(text), 'decimal(18, 4)') -%}
    {%- if reason == 'invalid_timestamp' and is_required -%}
        {{ moment }} is null
    {%- elif reason == 'invalid_timestamp' -%}
        {{ is_unreadable(moment, text) }}
    {%- elif reason == 'future_timestamp' -%}
        cast({{ moment }} as date) > {{ latest_credible_date() }}
    {%- elif reason == 'incredible_timestamp' -%}
        cast({{ moment }} as date) < {{ earliest_credible_date() }}
    {%- elif reason == 'invalid_amount' and is_required -%}
        {{ amount }} is null
    {%- elif reason == 'invalid_amount' -%}
        {{ is_unreadable(amount, text) }}
    {%- elif reason == 'negative_amount' -%}
        {{ amount }} < 0
    {%- else -%}
        {{ text }} is not null
    {%- endif -%}
{%- endmacro %}
