{#- Where a raw row is an order, its amount is counted with it; lines count their own
    amounts, each on its own day. -#}
{%- set rows_are_orders = order_grain() == 'order' -%}

with

purchases as (

    select * from {{ ref('int_orders') }}
    where is_purchase

),

-- Read for themselves: a common table of all purchases would be written down first.
reversed_purchases as (

    select * from {{ ref('int_orders') }}
    where
        is_purchase
        and is_reversed

),

row_events as (

    select
        store_id,
        customer_id,
        event_date,
        count_date,
        is_purchase,
        order_count,
        satisfied_order_count,
        unknown_cost_order_count,
        gross_revenue,
        discount_amount,
        refund_amount,
        cost_amount
    from {{ ref('int_row_events') }}

),

orders_made as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        order_date as count_date,
        true as is_purchase,
        1 as order_count,
        1 as satisfied_order_count,
        case when has_unknown_cost then 1 else 0 end as unknown_cost_order_count,
        case when {{ rows_are_orders }} then gross_amount else 0 end as gross_revenue,
        case when {{ rows_are_orders }} then discount_amount else 0 end
            as discount_amount,
        0 as refund_amount,
        case when {{ rows_are_orders }} then coalesce(cost_amount, 0) else 0 end
            as cost_amount
    from purchases

),

orders_first_reversed as (

    select
        store_id,
        customer_id,
        -- A return line can be dated before the lines that were bought.
        greatest(order_date, first_reversal_date) as event_date,
        greatest(order_date, first_reversal_date) as count_date,
        false as is_purchase,
        0 as order_count,
        -1 as satisfied_order_count,
        0 as unknown_cost_order_count,
        0 as gross_revenue,
        0 as discount_amount,
        0 as refund_amount,
        0 as cost_amount
    from reversed_purchases

),

-- Known from the day it came back, taken from the day it was made.
orders_sent_back as (

    select
        store_id,
        customer_id,
        last_reversal_date as event_date,
        order_date as count_date,
        false as is_purchase,
        -1 as order_count,
        0 as satisfied_order_count,
        case when has_unknown_cost then -1 else 0 end as unknown_cost_order_count,
        0 as gross_revenue,
        0 as discount_amount,
        0 as refund_amount,
        0 as cost_amount
    from reversed_purchases
    where is_sent_back

),

order_events as (

    select * from orders_made
    union all
    select * from orders_first_reversed
    union all
    select * from orders_sent_back
    union all
    select * from row_events

)

select * from order_events
