{{ config(enabled=is_given('refunds')) }}

with

refunds as (

    select * from {{ ref('customer_tiers', 'int_screened_refunds') }}
    where
        rejection_reason is null
        and refund_amount <> 0

),

refund_events as (

    select
        store_id,
        customer_id,
        event_date,
        event_date as window_date,
        cast(null as date) as purchase_date,
        null as gap_days,
        null as order_hour,
        null as category,
        null as channel,
        0 as order_count,
        0 as satisfied_order_count,
        0 as unknown_cost_order_count,
        cast(0 as decimal(18, 4)) as gross_revenue,
        cast(0 as decimal(18, 4)) as first_order_revenue,
        cast(0 as decimal(18, 4)) as discount_amount,
        refund_amount,
        cast(0 as decimal(18, 4)) as cost_amount
    from refunds

)

select * from refund_events
