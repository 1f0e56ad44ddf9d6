{#- Adding zero is cheaper than a filter. -#}
{% macro sum_if(amount, condition) -%}
    {%- if condition -%}
        sum(case when {{ condition }} then {{ amount }} else 0 end)
    {%- else -%}
        sum({{ amount }})
    {%- endif -%}
{%- endmacro %}

{#- Without a window there is no condition, and the engine computes each sum only
    once. -#}
{% macro in_rfm_window(age_days) -%}
    {%- if setting('rfm_window_days') is not none -%}
        {{ age_days }} < {{ setting('rfm_window_days') }}
    {%- endif -%}
{%- endmacro %}

{% macro customer_sums() %}
    {%- set year, days = setting('window_days'), setting('recent_days') -%}
    {%- set recent, window = 'age_days < ' ~ days, 'age_days < ' ~ year -%}
    {%- set previous = 'age_days between ' ~ days ~ ' and ' ~ (2 * days - 1) -%}
    {%- set year_before = 'age_days between ' ~ year ~ ' and ' ~ (2 * year - 1) -%}
    {{ return({
        'gross_revenue': 'sum(gross_revenue)',
        'discount_amount': 'sum(discount_amount)',
        'refund_amount': 'sum(refund_amount)',
        'net_revenue': 'sum(net_revenue)',
        'first_order_revenue': 'sum(first_order_revenue)',
        'first_day_revenue': 'sum(first_day_revenue)',
        'window_net_revenue': sum_if('net_revenue', window),
        'prior_window_net_revenue': sum_if('net_revenue', year_before),
        'recent_net_revenue': sum_if('net_revenue', recent),
        'recent_gross_revenue': sum_if('gross_revenue', recent),
        'recent_discount_amount': sum_if('discount_amount', recent),
        'prior_net_revenue': sum_if('net_revenue', previous),
        'prior_gross_revenue': sum_if('gross_revenue', previous),
        'prior_discount_amount': sum_if('discount_amount', previous),
        'rfm_net_revenue': sum_if('net_revenue', in_rfm_window('age_days')),
    }) }}
{% endmacro %}

{% macro mean_of_known(columns) -%}
    (
        {%- for column in columns -%}
        coalesce({{ column }}, 0){{ ' + ' if not loop.last }}
        {%- endfor -%}
    )
    / nullif(cast(
        {%- for column in columns -%}
        case when {{ column }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
        {%- endfor %}
        as double
    ), 0)
{%- endmacro %}

{% macro weighted_mean_of_known(dimensions) -%}
    (
        {%- for dimension in dimensions -%}
        coalesce(weights.{{ dimension }} * customers.{{ dimension }}_rank, 0)
        {{- ' + ' if not loop.last }}
        {%- endfor -%}
    )
    / nullif(cast(
        {%- for dimension in dimensions -%}
        case when customers.{{ dimension }}_rank is null then 0 else weights.{{ dimension }} end
        {{- ' + ' if not loop.last }}
        {%- endfor %}
        as double
    ), 0)
{%- endmacro %}

{% macro if_enabled(used, expression, data_type=none) -%}
    {%- if used -%}
        {{ expression }}
    {%- else -%}
        cast(null as {{ data_type or dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
