{#- The last day an order can be dated: the var, or the day of the build in the business time zone. The one place that reads the clock. -#}
{% macro latest_credible_date() %}
    {%- set today = run_started_at.astimezone(
        modules.pytz.timezone(setting('business_timezone'))
    ).strftime('%Y-%m-%d') -%}
    cast('{{ setting('latest_credible_date') or today }}' as date)
{%- endmacro %}
