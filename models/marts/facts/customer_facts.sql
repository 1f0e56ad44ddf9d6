with

customers as (

    select * from {{ ref('int_customer_rhythms') }}

),

assortments as (

    select * from {{ ref('int_customer_assortments') }}

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
        cast(customers.window_order_count as integer) as window_order_count,
        cast(customers.window_net_revenue as decimal(18, 4)) as window_net_revenue,
        cast(customers.recent_order_count as integer) as recent_order_count,
        cast(customers.recent_net_revenue as decimal(18, 4)) as recent_net_revenue,
        cast(customers.previous_order_count as integer) as previous_order_count,
        cast(customers.previous_net_revenue as decimal(18, 4)) as previous_net_revenue,
        cast(customers.rfm_order_count as integer) as rfm_frequency,
        -- Without an order in the RFM window there is no monetary value to judge.
        case
            when
                customers.rfm_order_count > 0
                or {{ setting('rfm_window_days') is none }}
                then cast(customers.rfm_net_revenue as decimal(18, 4))
        end as rfm_monetary,
        cast(customers.satisfied_order_count as integer) as satisfied_order_count,
        cast(assortments.category_count as integer) as category_count,
        cast(assortments.channel_count as integer) as channel_count,
        cast(customers.preferred_weekday as integer) as preferred_weekday,
        cast(customers.preferred_hour as integer) as preferred_hour
    from customers
    inner join assortments
        on {{ same_customer('customers', 'assortments') }}

)

{{ as_of_rows('customer_facts') }}
