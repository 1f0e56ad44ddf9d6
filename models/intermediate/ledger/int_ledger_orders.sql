{{ config(materialized='table' if order_grain() == 'line' else 'view') }}

{#- If a row is an order, its id is unique whatever the currency. -#}
{%- set number = 'order_id' if order_grain() == 'order' else 'order_id, currency' %}

with

accepted_rows as (

    select
        *,
        -- DuckDB 2 makes it a digit wider than 1.4, which then refuses the view.
        cast(
            case when is_full_return then gross_amount - discount_amount else 0 end
            as decimal(18, 4)
        ) as full_return_amount,
        is_full_return or refund_amount <> 0 as is_reversed,
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
        -- The time of its first purchased row; without one, of its first row.
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
        -- From the same row, since another one may have another date.
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
        {{ per_order('sum', 'full_return_amount') }} as full_return_amount,
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

-- A row that is an order fits; the sum of an order's lines may not.
fitting_orders as (

    select * from orders
    {% if order_grain() == 'line' -%}
    where
        {{ fits_in_money(
            "'order ' || order_id || ' of customer ' || customer_id"
            ~ " || ' in store ' || store_id",
            [
                'source_gross_amount', 'gross_amount', 'discount_amount',
                'refund_amount', 'full_return_amount', 'cost_amount',
                'gross_amount - discount_amount - refund_amount - full_return_amount'
            ]
        ) }}
    {%- endif %}

),

-- Readers that do not use the gaps do not pay for this window.
orders_after_others as (

    select
        *,
        -- Purchases on one day have no gap between them.
        nullif({{ days_from('lag(order_date) over by_date', 'order_date') }}, 0)
            as gap_days,
        lag(order_date) over by_date is null as is_first_order,
        order_date = first_value(order_date) over by_date as is_first_day
    from fitting_orders
    window
        by_date as (
            partition by store_id, customer_id, is_purchase
            order by ordered_at, {{ number }}
        )

)

select * from orders_after_others
