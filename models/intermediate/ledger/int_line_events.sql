{{ config(materialized='table', enabled=is_given('order_lines')) }}

with

lines as (

    select * from {{ ref('customer_tiers', 'int_screened_lines') }}
    where
        rejection_reason is null
        and is_purchase

),

order_returns as (

    select * from {{ ref('customer_tiers', 'int_order_returns') }}

),

-- Lines are returned only with the whole order; a partial return can't be attributed to
-- a line.
lines_back as (

    select
        lines.store_id,
        lines.customer_id,
        order_returns.event_date,
        lines.product_id,
        lines.category,
        lines.quantity,
        lines.net_amount,
        lines.cost_amount,
        order_returns.order_count < 0 as is_back
    from lines
    inner join order_returns
        on
            lines.store_id = order_returns.store_id
            and lines.order_id = order_returns.order_id
            and lines.customer_id = order_returns.customer_id
            and lines.currency = order_returns.currency

),

line_events as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        product_id,
        category,
        true as is_purchase,
        quantity,
        net_amount,
        cost_amount
    from lines
    union all
    select
        store_id,
        customer_id,
        event_date,
        product_id,
        category,
        false as is_purchase,
        case when is_back then -quantity else quantity end as quantity,
        case when is_back then -net_amount else net_amount end as net_amount,
        case when is_back then -cost_amount else cost_amount end as cost_amount
    from lines_back

)

select * from line_events
