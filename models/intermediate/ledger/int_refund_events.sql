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
        0 as order_count,
        0 as satisfied_order_count,
        0 as unknown_cost_order_count,
        0 as gross_revenue,
        0 as discount_amount,
        refund_amount,
        0 as cost_amount
    from refunds

)

select * from refund_events
