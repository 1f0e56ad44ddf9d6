with

-- Each branch below reads the orders for itself: held as one common table, ten million
-- of them would be written down first.
order_ids as (

    select
        store_id,
        order_id
    from {{ ref('customer_tiers', 'int_filled_orders') }}
    where is_left_out is not true

),

orders as (

    select * from {{ ref('customer_tiers', 'int_filled_orders') }}

),

orders_again as (

    select * from {{ ref('customer_tiers', 'int_filled_orders') }}

),

-- Lines of one order share its order_id and are no copies.
repeated_orders as (

    select
        store_id,
        order_id
    from order_ids
    where '{{ order_grain() }}' = 'order'
    group by store_id, order_id
    having count(*) > 1

),

-- Only these few are sorted: a window over all orders costs most of the screening.
repeated_rows as (

    select
        orders.*,
        row_number() over (
            partition by orders.store_id, orders.order_id
            order by
                orders.ordered_at nulls last,
                orders.raw_customer_id nulls last,
                orders.raw_ordered_at nulls last,
                orders.raw_gross_amount nulls last,
                orders.raw_order_status nulls last,
                orders.raw_discount_amount nulls last,
                orders.raw_refund_amount nulls last,
                orders.raw_refunded_at nulls last,
                orders.raw_cost_amount nulls last,
                orders.raw_currency nulls last,
                orders.raw_channel nulls last,
                orders.raw_category nulls last,
                orders.raw_order_id nulls last,
                orders.raw_store_id nulls last
        ) as copy_number
    from orders
    inner join repeated_orders
        on
            orders.store_id = repeated_orders.store_id
            and orders.order_id = repeated_orders.order_id
    where orders.is_left_out is not true

),

single_rows as (

    select
        orders_again.*,
        1 as copy_number
    from orders_again
    left join repeated_orders
        on
            orders_again.store_id = repeated_orders.store_id
            and orders_again.order_id = repeated_orders.order_id
            and orders_again.is_left_out is not true
    where repeated_orders.order_id is null

),

order_copies as (

    select * from repeated_rows
    union all
    select * from single_rows

)

select
    order_id,
    customer_id,
    store_id,
    ordered_at,
    order_date,
    refunded_at,
    order_status,
    currency,
    gross_amount,
    discount_amount,
    refund_amount,
    cost_amount,
    channel,
    category,
    is_left_out,
    has_conflicting_lines,
    has_unreadable_amount,
    has_unreadable_refund_date,
    {{ raw_order_columns() | join(',\n    ') }},
    copy_number
from order_copies
