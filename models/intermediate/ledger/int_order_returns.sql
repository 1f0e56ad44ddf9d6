with

bought_rows as (

    select
        store_id,
        order_id,
        customer_id,
        currency,
        order_date as bought_date,
        case
            when is_full_return then reversal_date else cast('9999-12-31' as date)
        end as back_date
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where
        rejection_reason is null
        and is_purchase

),

{% if order_grain() == 'order' -%}
-- At order grain, the row is the whole order.
order_returns as (

    select
        store_id,
        order_id,
        customer_id,
        currency,
        back_date as event_date,
        bought_date as window_date,
        -1 as order_count
    from bought_rows
    where back_date < cast('9999-12-31' as date)

)
{%- else -%}
orders as (

    select
        store_id,
        order_id,
        customer_id,
        currency,
        order_date
    from {{ ref('customer_tiers', 'int_ledger_orders') }}
    where
        is_purchase
        and is_reversed

),

-- Everything bought up to a row is returned on the last of these dates.
rows_of_orders as (

    select
        orders.store_id,
        orders.order_id,
        orders.customer_id,
        orders.currency,
        orders.order_date,
        max(bought_rows.back_date) over (
            partition by
                orders.store_id, orders.order_id, orders.customer_id, orders.currency
            order by bought_rows.bought_date, bought_rows.back_date
            rows between unbounded preceding and current row
        ) as all_back_date,
        lead(bought_rows.bought_date, 1, cast('9999-12-31' as date)) over (
            partition by
                orders.store_id, orders.order_id, orders.customer_id, orders.currency
            order by bought_rows.bought_date, bought_rows.back_date
        ) as next_bought_date
    from bought_rows
    inner join orders
        on
            bought_rows.store_id = orders.store_id
            and bought_rows.order_id = orders.order_id
            and bought_rows.customer_id = orders.customer_id
            and bought_rows.currency = orders.currency

),

order_returns as (

    select
        store_id,
        order_id,
        customer_id,
        currency,
        all_back_date as event_date,
        order_date as window_date,
        -1 as order_count
    from rows_of_orders
    where all_back_date < next_bought_date
    union all
    select
        store_id,
        order_id,
        customer_id,
        currency,
        next_bought_date as event_date,
        order_date as window_date,
        1 as order_count
    from rows_of_orders
    where
        all_back_date < next_bought_date
        and next_bought_date < cast('9999-12-31' as date)

)
{%- endif %}

-- depends_on: {{ ref('customer_tiers', 'int_ledger_orders') }}
select * from order_returns
