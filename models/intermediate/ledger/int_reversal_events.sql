with

purchases as (

    select * from {{ ref('customer_tiers', 'int_ledger_orders') }}
    where is_purchase

),

complaints as (

    select * from {{ if_given('feedback', 'int_screened_feedback', {
        'store_id': 'string', 'customer_id': 'string', 'order_id': 'string',
        'given_date': 'date', 'is_dissatisfied': 'boolean', 'rejection_reason': 'string'
    }) }}
    where rejection_reason is null and is_dissatisfied

),

-- No longer satisfied from the first of these on; each can be dated before its order.
unsatisfied_orders as (

    select
        store_id,
        order_id,
        customer_id,
        currency,
        greatest(order_date, first_reversal_date) as event_date
    from purchases
    where is_reversed
    union all
    select
        store_id,
        order_id,
        customer_id,
        currency,
        first_refund_date as event_date
    from {{ refunded_orders() }}
    union all
    select
        purchases.store_id,
        purchases.order_id,
        purchases.customer_id,
        purchases.currency,
        greatest(purchases.order_date, complaints.given_date) as event_date
    from purchases
    inner join complaints
        on
            purchases.customer_id = complaints.customer_id
            and purchases.order_id = complaints.order_id
            and purchases.store_id = coalesce(complaints.store_id, purchases.store_id)

),

orders_taken_back as (

    select
        store_id,
        customer_id,
        min(event_date) as event_date,
        min(event_date) as window_date,
        0 as order_count,
        -1 as satisfied_order_count
    from unsatisfied_orders
    group by store_id, order_id, customer_id, currency
    union all
    select
        store_id,
        customer_id,
        event_date,
        window_date,
        order_count,
        0 as satisfied_order_count
    from {{ ref('customer_tiers', 'int_order_returns') }}

),

money_given_back as (

    select
        store_id,
        customer_id,
        reversal_date as event_date,
        reversal_date as window_date,
        0 as order_count,
        0 as satisfied_order_count,
        case when is_full_return and cost_amount is null then -1 else 0 end
            as unknown_cost_order_count,
        case when is_full_return then -gross_amount else 0 end as gross_revenue,
        case when is_full_return then -discount_amount else 0 end as discount_amount,
        refund_amount,
        case
            when is_full_return then -coalesce(cost_amount, 0)
            when status_effect = 'returned' then coalesce(cost_amount, 0)
            else 0
        end as cost_amount
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where
        rejection_reason is null and (status_effect = 'returned' or refund_amount <> 0)

),

reversal_events as (

    select
        *,
        0 as unknown_cost_order_count,
        0 as gross_revenue,
        0 as discount_amount,
        0 as refund_amount,
        0 as cost_amount
    from orders_taken_back
    union all
    select * from money_given_back

)

select * from reversal_events
