{% macro is_behind(reason, column, text) -%}
    {%- set is_required = column in ('raw_ordered_at', 'raw_gross_amount') -%}
    {%- if reason == 'invalid_timestamp' and is_required -%}
        {{ local_timestamp(text) }} is null
    {%- elif reason == 'invalid_timestamp' -%}
        {{ is_unreadable(local_timestamp(text), text) }}
    {%- elif reason == 'future_timestamp' -%}
        cast({{ local_timestamp(text) }} as date) > {{ latest_credible_date() }}
    {%- elif reason == 'incredible_timestamp' -%}
        cast({{ local_timestamp(text) }} as date) < {{ earliest_credible_date() }}
    {%- elif reason == 'invalid_amount' and is_required -%}
        {{ money(text) }} is null
    {%- elif reason == 'invalid_amount' -%}
        {{ is_unreadable(money(text), text) }}
    {%- elif reason == 'negative_amount' -%}
        {{ money(text) }} < 0
    {%- else -%}
        {{ text }} is not null
    {%- endif -%}
{%- endmacro %}
