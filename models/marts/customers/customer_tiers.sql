{{ config(materialized='as_of') }}

with

customers as (

    select * from {{ ref('customer_tiers', 'int_customer_labels') }}

),

profiles as (

    select * from {{ customer_profiles() }}

),

{% if is_enabled('explanations') -%}
headlines as (

    select * from {{ ref('customer_tiers', 'int_headline_templates') }}

),

quantities as (

    select * from {{ ref('customer_tiers', 'int_quantities') }}

),

{% endif -%}
customer_tiers as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        profiles.region,
        profiles.gender,
        profiles.income_band,
        profiles.acquisition_channel,
        customers.first_order_date,
        customers.last_order_date,
        customers.days_since_last_order,
        customers.tenure_days,
        customers.order_count,
        customers.purchase_day_count,
        customers.gross_revenue,
        customers.discount_amount,
        customers.refund_amount,
        customers.net_revenue,
        customers.average_order_value,
        customers.discount_share,
        customers.refund_share,
        customers.margin_amount,
        customers.mean_gap_days,
        customers.expected_gap_days,
        customers.expected_next_order_date,
        customers.overdue_ratio,
        customers.window_order_count,
        customers.window_net_revenue,
        customers.recent_order_count,
        customers.recent_net_revenue,
        customers.prior_order_count,
        customers.prior_net_revenue,
        customers.satisfied_order_count,
        customers.feedback_count,
        customers.complaint_count,
        customers.peak_rating,
        customers.last_rating,
        customers.last_nps,
        customers.referral_count,
        customers.category_count,
        customers.channel_count,
        customers.preferred_weekday,
        customers.preferred_hour,
        {%- for scheme in schemes().values() %}
        {%- for column in scheme.adds or {} %}
        customers.{{ column }},
        {%- endfor %}
        {%- endfor %}
        {%- for scheme in schemes().values() %}
        customers.{{ scheme.label }},
        customers.{{ scheme.label }}_label_en,
        customers.{{ scheme.label }}_label_zh,
        {%- endfor %}
        {{ if_enabled(is_enabled('explanations'), headline('en')) }} as headline_en,
        {{ if_enabled(is_enabled('explanations'), headline('zh')) }} as headline_zh
    from customers
    left join profiles on {{ known_profile('customers') }}
    {{ join_quantities(
        ['order', 'money', 'day_ago'] if is_enabled('explanations') else []
    ) }}
    {%- if is_enabled('explanations') %}
    left join headlines
        on
            customers.rfm_segment = headlines.rfm_segment
            and customers.abc_class = headlines.abc_class
            and customers.lifecycle_stage = headlines.lifecycle_stage
            {%- for scheme in headline_schemes() %}
            and customers.{{ label_columns()[scheme] }}
            = headlines.{{ label_columns()[scheme] }}
            {%- endfor %}
    {%- endif %}

)

select * from customer_tiers
{%- if is_enabled('forecasts') %}

-- The names of the view customer_tiers_current.
-- depends_on: {{ rules('forecast_methods') }}
{%- endif %}
