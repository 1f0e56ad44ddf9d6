with

orders as (

    select * from {{ ref('int_orders') }}
    where is_purchase

),

reversed_rows as (

    select * from {{ ref('int_screened_orders') }}
    where
        rejection_reason is null
        and (status_effect = 'returned' or refund_amount <> 0)

),

purchases as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        true as is_purchase,
        1 as order_count,
        1 as satisfied_order_count,
        gross_amount as gross_revenue,
        discount_amount,
        0 as refund_amount,
        coalesce(cost_amount, 0) as cost_amount,
        case when has_unknown_cost then 1 else 0 end as unknown_cost_order_count
    from orders

),

first_disappointments as (

    select
        store_id,
        customer_id,
        first_reversal_date as event_date,
        false as is_purchase,
        0 as order_count,
        -1 as satisfied_order_count,
        0 as gross_revenue,
        0 as discount_amount,
        0 as refund_amount,
        0 as cost_amount,
        0 as unknown_cost_order_count
    from orders
    where is_reversed

),

orders_sent_back as (

    select
        store_id,
        customer_id,
        last_reversal_date as event_date,
        false as is_purchase,
        -1 as order_count,
        0 as satisfied_order_count,
        0 as gross_revenue,
        0 as discount_amount,
        0 as refund_amount,
        0 as cost_amount,
        case when has_unknown_cost then -1 else 0 end as unknown_cost_order_count
    from orders
    where is_sent_back

),

money_given_back as (

    select
        store_id,
        customer_id,
        reversal_date as event_date,
        false as is_purchase,
        0 as order_count,
        0 as satisfied_order_count,
        case when is_sent_back then -gross_amount else 0 end as gross_revenue,
        case when is_sent_back then -discount_amount else 0 end as discount_amount,
        refund_amount,
        case
            when is_sent_back then -coalesce(cost_amount, 0)
            when status_effect = 'returned' then coalesce(cost_amount, 0)
            else 0
        end as cost_amount,
        0 as unknown_cost_order_count
    from reversed_rows

),

order_events as (

    select * from purchases
    union all
    select * from first_disappointments
    union all
    select * from orders_sent_back
    union all
    select * from money_given_back

)

select * from order_events
