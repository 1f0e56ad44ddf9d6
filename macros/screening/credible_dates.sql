{% macro latest_credible_date() -%}
    {%- set given = setting('latest_credible_date') -%}
    {%- set now = run_started_at.strftime('%Y-%m-%d %H:%M:%S') -%}
    {%- set today = in_shop_time("timestamp '" ~ now ~ "'", 'UTC') -%}
    cast({{ "'" ~ given ~ "'" if given else today }} as date)
{%- endmacro %}

{% macro earliest_credible_date() -%}
    cast('{{ setting('earliest_credible_date') }}' as date)
{%- endmacro %}

{% macro incredible_timestamp() -%}
    timestamp '0001-01-01 00:00:00'
{%- endmacro %}
