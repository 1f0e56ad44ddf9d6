{{ config(enabled=is_given('refunds')) }}

{%- set reporting_currency = "'" ~ setting('reporting_currency') ~ "'" %}

with

refunds as (

    select
        *,
        coalesce(store_id, 'default') as order_store_id
    from {{ ref('customer_tiers', 'stg_tiers__refunds') }}

),

orders as (

    select * from {{ ref('customer_tiers', 'int_ledger_orders') }}

),

exchange_rates as (

    select * from {{ daily_exchange_rates() }}

),

refunds_of_orders as (

    select
        refunds.order_store_id as store_id,
        refunds.order_id,
        orders.customer_id,
        orders.order_date,
        orders.is_purchase,
        orders.is_reversed,
        orders.currency as order_currency,
        coalesce(refunds.currency, orders.currency, {{ reporting_currency }})
            as currency,
        refunds.refunded_date,
        refunds.refund_amount,
        refunds.raw_order_id,
        refunds.raw_refunded_at,
        refunds.raw_refund_amount,
        refunds.raw_store_id,
        refunds.raw_currency,
        refunds.is_left_out
    from refunds
    left join orders
        on
            refunds.order_store_id = orders.store_id
            and refunds.order_id = orders.order_id

),

-- At the rate of the order date, as an order's own refund.
refunds_with_orders as (

    select
        refunds.*,
        case
            when refunds.currency = {{ reporting_currency }} then 1
            else exchange_rates.exchange_rate
        end as exchange_rate
    from refunds_of_orders as refunds
    left join exchange_rates
        on
            refunds.currency = exchange_rates.currency
            and refunds.order_date = exchange_rates.rate_date

)

select * from refunds_with_orders
