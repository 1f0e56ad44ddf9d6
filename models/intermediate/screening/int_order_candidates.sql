with

orders as (

    select * from {{ ref('customer_tiers', 'int_order_copies') }}

),

aliases as (

    select
        alias_customer_id,
        customer_id
    from {{ ref('customer_tiers', 'int_screened_aliases') }}
    where rejection_reason is null

),

order_statuses as (

    select
        order_status,
        status_effect
    from {{ rules('order_status_effects') }}

),

daily_exchange_rates as (

    select
        currency,
        rate_date,
        exchange_rate
    from {{ ref('customer_tiers', 'int_daily_exchange_rates') }}

),

order_candidates as (

    select
        orders.order_id,
        coalesce(aliases.customer_id, orders.customer_id) as customer_id,
        orders.store_id,
        orders.ordered_at,
        orders.refunded_at,
        orders.order_status,
        orders.currency,
        orders.gross_amount,
        orders.discount_amount,
        orders.refund_amount,
        orders.cost_amount,
        orders.channel,
        orders.category,
        orders.is_left_out,
        orders.has_conflicting_lines,
        orders.has_unreadable_amount,
        orders.has_unreadable_refund_date,
        orders.raw_order_id,
        orders.raw_customer_id,
        orders.raw_ordered_at,
        orders.raw_gross_amount,
        orders.raw_order_status,
        orders.raw_discount_amount,
        orders.raw_refund_amount,
        orders.raw_refunded_at,
        orders.raw_cost_amount,
        orders.raw_currency,
        orders.raw_store_id,
        orders.raw_channel,
        orders.raw_category,
        orders.order_date,
        orders.copy_number,
        order_statuses.status_effect,
        -- A refund can't come before its order.
        greatest(
            orders.order_date,
            coalesce(cast(orders.refunded_at as date), orders.order_date)
        ) as reversal_date,
        case
            when orders.currency = '{{ setting('reporting_currency') }}' then 1
            else daily_exchange_rates.exchange_rate
        end as exchange_rate
    from orders
    left join aliases on orders.customer_id = aliases.alias_customer_id
    left join order_statuses on orders.order_status = order_statuses.order_status
    left join daily_exchange_rates
        on
            orders.currency = daily_exchange_rates.currency
            and orders.order_date = daily_exchange_rates.rate_date

)

select * from order_candidates
