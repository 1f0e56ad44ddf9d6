{% macro latest_credible_date() %}
    {%- set today = run_started_at.astimezone(
        modules.pytz.timezone(setting('business_timezone'))
    ).strftime('%Y-%m-%d') -%}
    cast('{{ setting('latest_credible_date') or today }}' as date)
{%- endmacro %}
