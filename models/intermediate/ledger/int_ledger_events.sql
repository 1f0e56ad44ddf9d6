{{ config(materialized='table') }}

{#- If a raw row is an order, its amounts, category and channel count with it; lines
    count their own, each on its own date. -#}
{%- set rows_are_orders = order_grain() == 'order' -%}

with

purchases as (

    select * from {{ ref('customer_tiers', 'int_ledger_orders') }}
    where is_purchase

),

reversal_events as (

    select * from {{ ref('customer_tiers', 'int_reversal_events') }}
    {%- if is_given('refunds') %}
    union all
    select * from {{ ref('customer_tiers', 'int_refund_events') }}
    {%- endif %}

),

registrations as (

    select * from {{ customer_profiles() }}
    where registered_date is not null

),

order_events as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        order_date as window_date,
        order_date as purchase_date,
        gap_days,
        cast(extract(hour from ordered_at) as integer) as order_hour,
        {{ if_enabled(rows_are_orders, 'category') }} as category,
        {{ if_enabled(rows_are_orders, 'channel') }} as channel,
        1 as order_count,
        1 as satisfied_order_count,
        case when {{ rows_are_orders }} and has_unknown_cost then 1 else 0 end
            as unknown_cost_order_count,
        case when {{ rows_are_orders }} then gross_amount else 0 end as gross_revenue,
        case
            when {{ rows_are_orders }} and is_first_order
                then cast(gross_amount - discount_amount as decimal(18, 4))
            else 0
        end as first_order_revenue,
        case
            when {{ rows_are_orders }} and is_first_day
                then cast(gross_amount - discount_amount as decimal(18, 4))
            else 0
        end as first_day_revenue,
        case when {{ rows_are_orders }} then discount_amount else 0 end
            as discount_amount,
        cast(0 as decimal(18, 4)) as refund_amount,
        case when {{ rows_are_orders }} then coalesce(cost_amount, 0) else 0 end
            as cost_amount
    from purchases
    {%- if not rows_are_orders %}
    union all
    select * from {{ ref('customer_tiers', 'int_bought_lines') }}
    {%- endif %}
    union all
    select
        store_id,
        customer_id,
        event_date,
        window_date,
        null as purchase_date,
        null as gap_days,
        null as order_hour,
        null as category,
        null as channel,
        order_count,
        satisfied_order_count,
        unknown_cost_order_count,
        gross_revenue,
        0 as first_order_revenue,
        0 as first_day_revenue,
        discount_amount,
        refund_amount,
        cost_amount
    from reversal_events
    -- A registration makes a customer known even without a purchase.
    union all
    select
        store_id,
        customer_id,
        registered_date as event_date,
        registered_date as window_date,
        null as purchase_date,
        null as gap_days,
        null as order_hour,
        null as category,
        null as channel,
        0 as order_count,
        0 as satisfied_order_count,
        0 as unknown_cost_order_count,
        0 as gross_revenue,
        0 as first_order_revenue,
        0 as first_day_revenue,
        0 as discount_amount,
        0 as refund_amount,
        0 as cost_amount
    from registrations

)

select * from order_events
