with

customers as (

    select * from {{ ref('int_customer_rhythms') }}

),

times as (

    select * from {{ ref('int_customer_times') }}

),

assortments as (

    select * from {{ ref('int_customer_assortments') }}

),

customer_feedback as (

    select * from {{ ref('int_customer_feedback') }}

),

customer_referrals as (

    select * from {{ ref('int_customer_referrals') }}

),

customer_facts as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.first_order_date,
        customers.last_order_date,
        cast(customers.days_since_last_order as integer) as days_since_last_order,
        cast(customers.tenure_days as integer) as tenure_days,
        cast(customers.order_count as integer) as order_count,
        cast(customers.purchase_day_count as integer) as purchase_day_count,
        cast(customers.gross_revenue as decimal(18, 4)) as gross_revenue,
        cast(customers.discount_amount as decimal(18, 4)) as discount_amount,
        cast(customers.refund_amount as decimal(18, 4)) as refund_amount,
        cast(customers.net_revenue as decimal(18, 4)) as net_revenue,
        {{ money_per('customers.net_revenue', 'customers.order_count') }}
            as average_order_value,
        {{ ratio('customers.discount_amount', 'customers.gross_revenue') }}
            as discount_share,
        {{ ratio('customers.refund_amount', 'customers.gross_revenue') }}
            as refund_share,
        case
            when
                customers.unknown_cost_order_count = 0
                and customers.purchase_day_count > 0
                then
                    cast(
                        customers.net_revenue - customers.cost_amount as decimal(18, 4)
                    )
        end as margin_amount,
        customers.mean_gap_days,
        customers.gap_stddev_days,
        customers.expected_gap_days,
        customers.expected_next_order_date,
        customers.overdue_ratio,
        customers.last_comeback_date,
        {{ count_or_zero('customers.window_order_count') }} as window_order_count,
        {{ money_or_zero('customers.window_net_revenue') }} as window_net_revenue,
        {{ count_or_zero('customers.recent_order_count') }} as recent_order_count,
        {{ money_or_zero('customers.recent_net_revenue') }} as recent_net_revenue,
        {{ count_or_zero('customers.previous_order_count') }} as previous_order_count,
        {{ money_or_zero('customers.previous_net_revenue') }} as previous_net_revenue,
        {{ count_or_zero('customers.rfm_order_count') }} as rfm_frequency,
        -- Without an order in the RFM window there is no monetary value to judge.
        case
            when
                customers.rfm_order_count > 0
                or {{ setting('rfm_window_days') is none }}
                then cast(customers.rfm_net_revenue as decimal(18, 4))
        end as rfm_monetary,
        cast(customers.satisfied_order_count as integer) as satisfied_order_count,
        cast(customers.first_order_revenue as decimal(18, 4)) as first_order_revenue,
        {{ money_or_zero('customers.recent_gross_revenue') }} as recent_gross_revenue,
        {{ money_or_zero('customers.recent_discount_amount') }} as recent_discount_amount,
        {{ money_or_zero('customers.previous_gross_revenue') }}
            as previous_gross_revenue,
        {{ money_or_zero('customers.previous_discount_amount') }}
            as previous_discount_amount,
        {{ growth_ratio('customers.window_net_revenue', 'customers.previous_window_net_revenue') }}
            as growth_ratio,
        {{ value_per_order('customers') }} as value_per_order,
        {{ orders_per_month('customers') }} as orders_per_month,
        {{ count_if_given('customer_feedback.feedback_count', 'feedback') }}
            as feedback_count,
        {{ count_if_given('customer_feedback.complaint_count', 'feedback') }}
            as complaint_count,
        cast(customer_feedback.peak_rating as integer) as peak_rating,
        cast(customer_feedback.last_rating as integer) as last_rating,
        cast(customer_feedback.last_nps as integer) as last_nps,
        {{ count_if_given('customer_referrals.referral_count', 'referrals') }}
            as referral_count,
        {{ engagement_count() }} as engagement_count,
        cast(assortments.category_count as integer) as category_count,
        cast(assortments.channel_count as integer) as channel_count,
        cast(times.preferred_weekday as integer) as preferred_weekday,
        cast(times.preferred_hour as integer) as preferred_hour
    from customers
    inner join times
        on {{ same_customer('customers', 'times') }}
    inner join assortments
        on {{ same_customer('customers', 'assortments') }}
    left join customer_feedback
        on {{ same_customer('customers', 'customer_feedback') }}
    left join customer_referrals
        on {{ same_customer('customers', 'customer_referrals') }}

)

{{ as_of_rows('customer_facts') }}
