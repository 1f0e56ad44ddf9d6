with

purchase_events as (

    select * from {{ ref('int_purchase_events') }}

),

reversal_events as (

    select * from {{ ref('int_reversal_events') }}

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
        discount_amount,
        refund_amount,
        cost_amount
    from reversal_events

)

-- depends_on: {{ ref('int_orders_version') }}
{{ order_rows('order_events', 'int_screened_orders') }}
