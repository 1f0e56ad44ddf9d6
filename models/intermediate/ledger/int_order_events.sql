{{ config(materialized='table') }}

with

purchase_events as (

    select * from {{ ref('customer_tiers', 'int_purchase_events') }}

),

reversal_events as (

    select * from {{ ref('customer_tiers', 'int_reversal_events') }}

),

registrations as (

    select * from {{ ref('customer_tiers', 'int_customer_profiles') }}
    where registered_date is not null

),

order_events as (

    select
        store_id,
        customer_id,
        event_date,
        event_date as count_date,
        purchase_date,
        gap_days,
        order_hour,
        category,
        channel,
        order_count,
        order_count as satisfied_order_count,
        unknown_cost_order_count,
        gross_revenue,
        first_order_revenue,
        discount_amount,
        cast(0 as decimal(18, 4)) as refund_amount,
        cost_amount
    from purchase_events
    union all
    select
        store_id,
        customer_id,
        event_date,
        count_date,
        null as purchase_date,
        null as gap_days,
        null as order_hour,
        null as category,
        null as channel,
        order_count,
        satisfied_order_count,
        unknown_cost_order_count,
        gross_revenue,
        0 as first_order_revenue,
        discount_amount,
        refund_amount,
        cost_amount
    from reversal_events
    -- Who has registered is known, though nothing was bought.
    union all
    select
        store_id,
        customer_id,
        registered_date as event_date,
        registered_date as count_date,
        null as purchase_date,
        null as gap_days,
        null as order_hour,
        null as category,
        null as channel,
        0 as order_count,
        0 as satisfied_order_count,
        0 as unknown_cost_order_count,
        0 as gross_revenue,
        0 as first_order_revenue,
        0 as discount_amount,
        0 as refund_amount,
        0 as cost_amount
    from registrations

)

select * from order_events
