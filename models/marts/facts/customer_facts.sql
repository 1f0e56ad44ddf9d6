{{ config(materialized='as_of') }}

{%- set month = setting('month_days') -%}
{%- set has_engagement = is_given('feedback') or is_given('referrals') -%}

with

customers as (

    select
        cadence.*,
        rare.category_count as rare_category_count,
        rare.channel_count as rare_channel_count,
        engagement.feedback_count,
        engagement.complaint_count,
        engagement.peak_rating,
        engagement.last_rating,
        engagement.last_nps,
        engagement.referral_count,
        engagement.engagement_count
    from {{ ref('customer_tiers', 'int_customer_cadence') }} as cadence
    left join {{ ref('customer_tiers', 'int_overflow_categories') }} as rare
        on {{ same_customer('cadence', 'rare') }}
    left join {{ ref('customer_tiers', 'int_customer_engagement') }} as engagement
        on {{ same_customer('cadence', 'engagement') }}

),

customer_facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        first_order_date,
        last_order_date,
        cast(days_since_last_order as integer) as days_since_last_order,
        cast(tenure_days as integer) as tenure_days,
        cast(order_count as integer) as order_count,
        cast(purchase_day_count as integer) as purchase_day_count,
        cast(gross_revenue as decimal(18, 4)) as gross_revenue,
        cast(discount_amount as decimal(18, 4)) as discount_amount,
        cast(refund_amount as decimal(18, 4)) as refund_amount,
        cast(net_revenue as decimal(18, 4)) as net_revenue,
        {{ rounded_ratio('net_revenue', 'order_count') }} as average_order_value,
        {{ ratio('discount_amount', 'gross_revenue') }} as discount_share,
        {{ ratio('refund_amount', 'gross_revenue') }} as refund_share,
        case
            when unknown_cost_order_count = 0 and purchase_day_count > 0
                then cast(net_revenue - cost_amount as decimal(18, 4))
        end as margin_amount,
        mean_gap_days,
        gap_stddev_days,
        expected_gap_days,
        expected_next_order_date,
        overdue_ratio,
        last_comeback_date,
        cast(window_order_count as integer) as window_order_count,
        cast(window_net_revenue as decimal(18, 4)) as window_net_revenue,
        cast(recent_order_count as integer) as recent_order_count,
        cast(recent_net_revenue as decimal(18, 4)) as recent_net_revenue,
        cast(prior_order_count as integer) as prior_order_count,
        cast(prior_net_revenue as decimal(18, 4)) as prior_net_revenue,
        cast(rfm_order_count as integer) as rfm_frequency,
        -- Without an order in the RFM window there is no monetary value.
        case
            when
                rfm_order_count > 0
                or {{ setting('rfm_window_days') is none }}
                then cast(rfm_net_revenue as decimal(18, 4))
        end as rfm_monetary,
        cast(satisfied_order_count as integer) as satisfied_order_count,
        cast(first_order_revenue as decimal(18, 4)) as first_order_revenue,
        cast(first_day_revenue as decimal(18, 4)) as first_day_revenue,
        cast(short_repeat_count as integer) as short_repeat_count,
        cast(long_repeat_count as integer) as long_repeat_count,
        cast(recent_gross_revenue as decimal(18, 4)) as recent_gross_revenue,
        cast(recent_discount_amount as decimal(18, 4)) as recent_discount_amount,
        cast(prior_gross_revenue as decimal(18, 4)) as prior_gross_revenue,
        cast(prior_discount_amount as decimal(18, 4)) as prior_discount_amount,
        -- Without earlier revenue, growth is unknown.
        case
            when prior_window_net_revenue > 0
                then {{ rounded_ratio(
                    'coalesce(window_net_revenue, 0)', 'prior_window_net_revenue'
                ) }}
        end as growth_ratio,
        case
            when unknown_cost_order_count = 0
                then {{ rounded_ratio('net_revenue - cost_amount', 'order_count') }}
            else {{ rounded_ratio('net_revenue', 'order_count') }}
        end as value_per_order,
        -- A new customer has too few days to say anything: the minimum is a month.
        case
            when first_order_date is not null
                then {{ rounded_ratio(
                    month ~ ' * order_count', 'greatest(tenure_days, ' ~ month ~ ')'
                ) }}
        end as orders_per_month,
        {{ count_if_given('feedback_count', 'feedback') }} as feedback_count,
        {{ count_if_given('complaint_count', 'feedback') }} as complaint_count,
        cast(peak_rating as integer) as peak_rating,
        cast(last_rating as integer) as last_rating,
        cast(last_nps as integer) as last_nps,
        {{ count_if_given('referral_count', 'referrals') }} as referral_count,
        {{ if_enabled(
            has_engagement, 'cast(coalesce(engagement_count, 0) as integer)', 'integer'
        ) }} as engagement_count,
        cast(category_count + coalesce(rare_category_count, 0) as integer)
            as category_count,
        cast(channel_count + coalesce(rare_channel_count, 0) as integer)
            as channel_count,
        cast(preferred_weekday as integer) as preferred_weekday,
        cast(preferred_hour as integer) as preferred_hour
    from customers

)

select * from customer_facts
