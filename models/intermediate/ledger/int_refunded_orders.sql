{{ config(materialized='table', enabled=is_given('refunds')) }}

with

refunds as (

    select * from {{ ref('customer_tiers', 'int_screened_refunds') }}
    where
        rejection_reason is null
        and refund_amount <> 0

),

orders as (

    select * from {{ ref('customer_tiers', 'int_ledger_orders') }}

),

sums_of_refunds as (

    select
        store_id,
        order_id,
        customer_id,
        order_currency as currency,
        sum(refund_amount) as refund_amount,
        min(event_date) as first_refund_date
    from refunds
    group by store_id, order_id, customer_id, order_currency

),

refunded_orders as (

    select
        refunds.store_id,
        refunds.order_id,
        refunds.customer_id,
        refunds.currency,
        refunds.first_refund_date,
        try_cast(refunds.refund_amount as decimal(18, 4)) as refund_amount
    from sums_of_refunds as refunds
    inner join orders
        on
            refunds.store_id = orders.store_id
            and refunds.order_id = orders.order_id
            and refunds.customer_id = orders.customer_id
            and refunds.currency = orders.currency
    where
        {{ fits_in_money(
            "'order ' || refunds.order_id || ' of customer ' || refunds.customer_id"
            ~ " || ' in store ' || refunds.store_id",
            [
                'refunds.refund_amount',
                'orders.gross_amount - orders.discount_amount - refunds.refund_amount'
            ]
        ) }}

)

select * from refunded_orders
