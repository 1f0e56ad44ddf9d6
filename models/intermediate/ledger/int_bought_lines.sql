{{ config(enabled=order_grain() == 'line') }}

with

lines as (

    select * from {{ ref('customer_tiers', 'int_screened_orders') }}
    where
        rejection_reason is null
        and is_purchase

),

orders as (

    select * from {{ ref('customer_tiers', 'int_ledger_orders') }}
    where is_purchase

),

-- The order counts the purchase, each line its money, category and channel.
bought_lines as (

    select
        lines.store_id,
        lines.customer_id,
        lines.order_date as event_date,
        lines.order_date as window_date,
        cast(null as date) as purchase_date,
        null as gap_days,
        null as order_hour,
        lines.category,
        lines.channel,
        0 as order_count,
        0 as satisfied_order_count,
        case when lines.cost_amount is null then 1 else 0 end
            as unknown_cost_order_count,
        lines.gross_amount as gross_revenue,
        case
            when orders.is_first_order
                then cast(lines.gross_amount - lines.discount_amount as decimal(18, 4))
            else 0
        end as first_order_revenue,
        case
            when orders.is_first_day
                then cast(lines.gross_amount - lines.discount_amount as decimal(18, 4))
            else 0
        end as first_day_revenue,
        lines.discount_amount,
        cast(0 as decimal(18, 4)) as refund_amount,
        coalesce(lines.cost_amount, 0) as cost_amount
    from lines
    inner join orders
        on
            lines.store_id = orders.store_id
            and lines.order_id = orders.order_id
            and lines.customer_id = orders.customer_id
            and lines.currency = orders.currency

)

select * from bought_lines
