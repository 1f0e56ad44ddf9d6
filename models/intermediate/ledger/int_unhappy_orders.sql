with

feedback as (

    select
        customer_id,
        order_id,
        store_id,
        given_date
    from {{ ref('customer_tiers', 'int_judged_feedback') }}
    where
        rejection_reason is null
        and is_dissatisfied
        and order_id is not null

),

orders as (

    select * from {{ ref('customer_tiers', 'int_ledger_orders') }}
    where is_purchase

),

-- Feedback can't come before its order.
unhappy_orders as (

    select
        orders.store_id,
        orders.order_id,
        orders.customer_id,
        orders.currency,
        greatest(orders.order_date, feedback.given_date) as event_date
    from orders
    inner join feedback
        on
            orders.customer_id = feedback.customer_id
            and orders.order_id = feedback.order_id
            and orders.store_id = coalesce(feedback.store_id, orders.store_id)

)

select * from unhappy_orders
