{%- set rows_are_orders = order_grain() == 'order' -%}
{%- set rows = 'stg_tiers__orders' if rows_are_orders else 'int_filled_lines' -%}
{%- set orders = ref('customer_tiers', rows) -%}
with

-- Each branch below reads the orders itself: as one shared CTE, ten million of them
-- would be materialized first. Lines of one order share its order_id and are not
-- duplicates.
repeated_orders as (

    select
        order_id,
        coalesce(store_id, 'default') as store_id
    from {{ orders }}
    where
        is_left_out is not true
        and {{ rows_are_orders }}
    group by order_id, coalesce(store_id, 'default')
    having count(*) > 1

),

-- Only these few are sorted: a window over all orders costs most of the screening.
repeated_rows as (

    select
        orders.*,
        row_number() over (
            partition by repeated_orders.store_id, repeated_orders.order_id
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
        ) as duplicate_number
    from {{ orders }} as orders
    inner join repeated_orders
        on
            coalesce(orders.store_id, 'default') = repeated_orders.store_id
            and orders.order_id = repeated_orders.order_id
    where orders.is_left_out is not true

),

single_rows as (

    select
        orders.*,
        1 as duplicate_number
    from {{ orders }} as orders
    left join repeated_orders
        on
            coalesce(orders.store_id, 'default') = repeated_orders.store_id
            and orders.order_id = repeated_orders.order_id
            and orders.is_left_out is not true
    where repeated_orders.order_id is null

),

all_rows as (

    select * from repeated_rows
    union all
    select * from single_rows

),

order_duplicates as (

    select
        order_id,
        customer_id as account_id,
        coalesce(store_id, 'default') as store_id,
        ordered_at,
        order_date,
        refunded_at,
        coalesce(order_status, 'completed') as order_status,
        coalesce(currency, '{{ setting('reporting_currency') }}') as currency,
        gross_amount,
        discount_amount,
        refund_amount,
        cost_amount,
        channel,
        category,
        is_left_out,
        {%- if rows_are_orders %}
        false as has_conflicting_lines,
        {{ is_unreadable('discount_amount', 'raw_discount_amount') }}
        or {{ is_unreadable('refund_amount', 'raw_refund_amount') }}
        or {{ is_unreadable('cost_amount', 'raw_cost_amount') }}
            as has_unreadable_amount,
        {{ is_unreadable('refunded_at', 'raw_refunded_at') }}
            as has_unreadable_refund_date,
        {%- else %}
        has_conflicting_lines,
        has_unreadable_amount,
        has_unreadable_refund_date,
        {%- endif %}
        {{ raw_order_columns() | join(',\n        ') }},
        duplicate_number
    from all_rows

)

-- depends_on: {{ ref('customer_tiers', 'stg_tiers__orders') }}
select * from order_duplicates
