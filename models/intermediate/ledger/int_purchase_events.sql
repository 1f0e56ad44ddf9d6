{#- Where a raw row is an order, its amounts and assortment are counted with it; lines
    count their own, each on its own day. -#}
{%- set rows_are_orders = order_grain() == 'order' -%}

with

purchases as (

    select
        *,
        {{ days_from('lag(order_date) over by_date', 'order_date') }}
            as days_since_order_before,
        lag(order_date) over by_date is null as is_first_order
    from {{ ref('customer_tiers', 'int_ledger_orders') }}
    where is_purchase
    window
        by_date as (
            partition by store_id, customer_id
            -- Where a row is an order, its id is its own in whatever currency.
            order by ordered_at, order_id{{ '' if rows_are_orders else ', currency' }}
        )

),

lines as (

    select
        bought.*,
        purchases.is_first_order
    from {{ ref('customer_tiers', 'int_screened_orders') }} as bought
    inner join purchases
        on
            bought.store_id = purchases.store_id
            and bought.order_id = purchases.order_id
            and bought.customer_id = purchases.customer_id
            and bought.currency = purchases.currency
    where
        bought.rejection_reason is null
        and bought.is_purchase
        and not {{ rows_are_orders }}

),

orders_made as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        order_date as purchase_date,
        -- Orders of one day have no gap between them.
        nullif(days_since_order_before, 0) as gap_days,
        cast(extract(hour from ordered_at) as integer) as order_hour,
        case when {{ rows_are_orders }} then category end as category,
        case when {{ rows_are_orders }} then channel end as channel,
        1 as order_count,
        case when {{ rows_are_orders }} and has_unknown_cost then 1 else 0 end
            as unknown_cost_order_count,
        case when {{ rows_are_orders }} then gross_amount else 0 end as gross_revenue,
        case
            when {{ rows_are_orders }} and is_first_order
                then cast(gross_amount - discount_amount as decimal(18, 4))
            else 0
        end as first_order_revenue,
        case when {{ rows_are_orders }} then discount_amount else 0 end
            as discount_amount,
        case when {{ rows_are_orders }} then coalesce(cost_amount, 0) else 0 end
            as cost_amount
    from purchases

),

lines_bought as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        cast(null as date) as purchase_date,
        null as gap_days,
        null as order_hour,
        category,
        channel,
        0 as order_count,
        case when cost_amount is null then 1 else 0 end as unknown_cost_order_count,
        gross_amount as gross_revenue,
        case
            when is_first_order
                then cast(gross_amount - discount_amount as decimal(18, 4))
            else 0
        end as first_order_revenue,
        discount_amount,
        coalesce(cost_amount, 0) as cost_amount
    from lines

),

purchase_events as (

    select * from orders_made
    union all
    select * from lines_bought

)

select * from purchase_events
