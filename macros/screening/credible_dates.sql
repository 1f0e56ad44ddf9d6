{% macro latest_credible_date() %}
    {%- set today = run_started_at.astimezone(
        modules.pytz.timezone(setting('business_timezone'))
    ).strftime('%Y-%m-%d') -%}
    cast('{{ setting('latest_credible_date') or today }}' as date)
{%- endmacro %}

{% macro earliest_credible_date() -%}
    cast('{{ setting('earliest_credible_date') }}' as date)
{%- endmacro %}

{% macro incredible_timestamp() -%}
    timestamp '0001-01-01 00:00:00'
{%- endmacro %}
