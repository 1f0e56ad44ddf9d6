{{ config(materialized='table' if order_grain() == 'line' else 'view') }}

{#- Where a row is an order, its id is its own in whatever currency. -#}
{%- set number = 'order_id' if order_grain() == 'order' else 'order_id, currency' %}

with

accepted_rows as (

    select
        *,
        -- DuckDB 2 makes it a digit wider than 1.4, which then refuses the view.
        cast(
            case when is_sent_back then gross_amount - discount_amount else 0 end
            as decimal(18, 4)
        ) as sent_back_amount,
        is_sent_back or refund_amount <> 0 as is_reversed,
        is_purchase and cost_amount is null as has_unknown_cost
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where rejection_reason is null

),

orders as (

    select
        store_id,
        order_id,
        customer_id,
        currency,
        -- The time of its first purchased row; of an order without one, of any row.
        coalesce(
            {{ per_order('min', 'case when is_purchase then ordered_at end') }},
            {{ per_order('min', 'ordered_at') }}
        ) as ordered_at,
        coalesce(
            {{ per_order('min', 'case when is_purchase then order_date end') }},
            {{ per_order('min', 'order_date') }}
        ) as order_date,
        {{ per_order('min_by', 'order_status', by='status_effect || order_status') }}
            as order_status,
        {{ per_order('bool_or', 'is_purchase') }} as is_purchase,
        {{ per_order('bool_or', 'is_reversed') }} as is_reversed,
        {{ per_order('min', 'case when is_reversed then reversal_date end') }}
            as first_reversal_date,
        -- That of the same row: another one may be of another day.
        coalesce(
            {{ per_order(
                'min_by', 'exchange_rate', by='case when is_purchase then ordered_at end'
            ) }},
            {{ per_order('min_by', 'exchange_rate', by='ordered_at') }}
        ) as exchange_rate,
        {{ per_order('sum', 'source_gross_amount') }} as source_gross_amount,
        {{ per_order('sum', 'gross_amount') }} as gross_amount,
        {{ per_order('sum', 'discount_amount') }} as discount_amount,
        {{ per_order('sum', 'refund_amount') }} as refund_amount,
        {{ per_order('sum', 'sent_back_amount') }} as sent_back_amount,
        {{ per_order('sum', 'cost_amount') }} as cost_amount,
        {{ per_order('bool_or', 'has_unknown_cost') }} as has_unknown_cost,
        {{ per_order('min', 'channel') }} as channel,
        {{ per_order('min', 'category') }} as category,
        {{ per_order('count', 1) }} as source_row_count
    from accepted_rows
    {% if order_grain() == 'line' -%}
    group by store_id, order_id, customer_id, currency
    {%- endif %}

),

-- Rows that are orders fit; together, the lines of one may not.
fitting_orders as (

    select * from orders
    {% if order_grain() == 'line' -%}
    where
        {{ fits_in_money(
            "'order ' || order_id || ' of customer ' || customer_id"
            ~ " || ' in store ' || store_id",
            [
                'source_gross_amount', 'gross_amount', 'discount_amount',
                'refund_amount', 'sent_back_amount', 'cost_amount',
                'gross_amount - discount_amount - refund_amount - sent_back_amount'
            ]
        ) }}
    {%- endif %}

),

-- Those who do not read the days between purchases do not pay for this window.
orders_after_others as (

    select
        *,
        -- Purchases of one day have no gap between them.
        nullif({{ days_from('lag(order_date) over by_date', 'order_date') }}, 0)
            as gap_days,
        lag(order_date) over by_date is null as is_first_order
    from fitting_orders
    window
        by_date as (
            partition by store_id, customer_id, is_purchase
            order by ordered_at, {{ number }}
        )

)

select * from orders_after_others
