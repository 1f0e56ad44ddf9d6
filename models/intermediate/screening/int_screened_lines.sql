{{ config(enabled=is_given('order_lines')) }}
{%- set net_amount =
    in_reporting_currency('lines.net_amount', 'orders.exchange_rate') -%}
{%- set cost_amount =
    in_reporting_currency('lines.cost_amount', 'orders.exchange_rate') -%}

with

lines as (

    select
        *,
        coalesce(store_id, 'default') as order_store_id
    from {{ ref('customer_tiers', 'stg_tiers__order_lines') }}

),

orders as (

    select
        store_id,
        order_id,
        customer_id,
        is_purchase,
        order_date,
        currency,
        exchange_rate
    from {{ ref('customer_tiers', 'int_ledger_orders') }}

),

screened_lines as (

    select
        lines.order_store_id as store_id,
        lines.order_id,
        orders.customer_id,
        orders.currency,
        orders.order_date,
        orders.is_purchase,
        lines.product_id,
        lines.category,
        lines.quantity,
        {{ net_amount }} as net_amount,
        {{ cost_amount }} as cost_amount,
        lines.raw_order_id,
        lines.raw_store_id,
        lines.raw_product_id,
        lines.raw_category,
        lines.raw_quantity,
        lines.raw_net_amount,
        lines.raw_cost_amount,
        case
            when lines.is_left_out then 'left_out'
            when lines.order_id is null then 'missing_order_id'
            when orders.order_id is null then 'unknown_order'
            when
                {{ is_unreadable('lines.quantity', 'lines.raw_quantity') }}
                or {{ is_unreadable('lines.net_amount', 'lines.raw_net_amount') }}
                or {{ is_unreadable('lines.cost_amount', 'lines.raw_cost_amount') }}
                -- Or does not fit in the reporting currency.
                or {{ net_amount }} is null and lines.net_amount is not null
                or {{ cost_amount }} is null and lines.cost_amount is not null
                then 'invalid_amount'
        end as rejection_reason
    from lines
    left join orders
        on
            lines.order_store_id = orders.store_id
            and lines.order_id = orders.order_id

)

select * from screened_lines
