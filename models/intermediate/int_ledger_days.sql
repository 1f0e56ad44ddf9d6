{{ config(materialized='table') }}

with

-- All but orders_version, which tells of the whole ledger, not of a day.
order_events as (

    select
        store_id,
        customer_id,
        event_date,
        count_date,
        purchase_date,
        gap_days,
        order_hour,
        category,
        channel,
        order_count,
        satisfied_order_count,
        unknown_cost_order_count,
        gross_revenue,
        discount_amount,
        refund_amount,
        cost_amount
    from {{ ref('int_order_events') }}

),

ledger_days as (

    select
        event_date,
        count(*) as event_count,
        {{ rows_hash('order_events') }} as content_hash
    from order_events
    group by event_date

)

select * from ledger_days
