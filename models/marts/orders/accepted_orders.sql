{{ config(materialized='view') }}

with

orders as (

    select * from {{ ref('customer_tiers', 'int_ledger_orders') }}

),

refunded_orders as (

    select * from {{ refunded_orders() }}

),

order_statuses as (

    select
        order_status,
        label_en,
        label_zh
    from {{ rules('order_status_effects') }}

),

accepted_orders as (

    select
        orders.store_id,
        orders.order_id,
        orders.customer_id,
        orders.ordered_at,
        orders.order_date,
        orders.order_status,
        order_statuses.label_en as order_status_label_en,
        order_statuses.label_zh as order_status_label_zh,
        orders.is_purchase,
        cast(
            coalesce(orders.first_reversal_date, refunded_orders.first_refund_date)
            as date
        ) as first_reversal_date,
        orders.currency,
        cast(orders.exchange_rate as decimal(18, 8)) as exchange_rate,
        cast(orders.source_gross_amount as decimal(18, 4)) as source_gross_amount,
        cast(orders.gross_amount as decimal(18, 4)) as gross_amount,
        cast(orders.discount_amount as decimal(18, 4)) as discount_amount,
        cast(
            orders.refund_amount + coalesce(refunded_orders.refund_amount, 0)
            as decimal(18, 4)
        ) as refund_amount,
        cast(orders.full_return_amount as decimal(18, 4)) as full_return_amount,
        cast(
            orders.gross_amount
            - orders.discount_amount
            - orders.refund_amount
            - coalesce(refunded_orders.refund_amount, 0)
            - orders.full_return_amount
            as decimal(18, 4)
        ) as net_amount,
        cast(
            case when not orders.has_unknown_cost then orders.cost_amount end
            as decimal(18, 4)
        ) as cost_amount,
        orders.channel,
        orders.category,
        cast(orders.source_row_count as integer) as source_row_count
    from orders
    left join order_statuses on orders.order_status = order_statuses.order_status
    left join refunded_orders
        on
            orders.store_id = refunded_orders.store_id
            and orders.order_id = refunded_orders.order_id
            and orders.customer_id = refunded_orders.customer_id
            and orders.currency = refunded_orders.currency

)

select * from accepted_orders
