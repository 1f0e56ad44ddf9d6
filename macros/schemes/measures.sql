{% macro value_per_order() -%}
    case
        when unknown_cost_order_count = 0
            then {{ rounded_ratio('net_revenue - cost_amount', 'order_count') }}
        else {{ rounded_ratio('net_revenue', 'order_count') }}
    end
{%- endmacro %}

{#- Of somebody new nothing can be said yet by the day: a month is the least. -#}
{% macro orders_per_month() -%}
    {%- set days = setting('month_days') -%}
    case
        when first_order_date is not null
            then {{ rounded_ratio(days ~ ' * order_count', 'greatest(tenure_days, ' ~ days ~ ')') }}
    end
{%- endmacro %}

{#- Nothing before is no ground to judge growth on. -#}
{% macro growth_ratio(now, before) -%}
    case
        when {{ before }} > 0
            then {{ rounded_ratio('coalesce(' ~ now ~ ', 0)', before) }}
    end
{%- endmacro %}

{% macro engagement_count() -%}
    {%- set counts = [] -%}
    {%- if is_given('feedback') -%}
        {%- do counts.append('coalesce(feedback_count, 0)') -%}
    {%- endif -%}
    {%- if is_given('referrals') -%}
        {%- do counts.append('coalesce(referral_count, 0)') -%}
    {%- endif -%}
    cast({{ counts | join(' + ') or 'null' }} as integer)
{%- endmacro %}

{#- Without a window nothing is said, and the engine sums what is summed already once. -#}
{% macro in_rfm_window(age_days) -%}
    {%- if setting('rfm_window_days') is not none -%}
        {{ age_days }} < {{ setting('rfm_window_days') }}
    {%- endif -%}
{%- endmacro %}

{% macro metric_of_customer(customers) -%}
    case told_metrics.metric
        {%- for metric in movement_metrics() %}
        when '{{ metric }}' then cast({{ customers }}.{{ metric }} as double)
        {%- endfor %}
    end
{%- endmacro %}
