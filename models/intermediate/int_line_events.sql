{{ config(materialized='table') }}

with

lines as (

    select * from {{ ref('int_screened_lines') }}
    where
        rejection_reason is null
        and is_purchase

),

line_events as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        product_id,
        category,
        true as is_purchase,
        quantity,
        net_amount,
        cost_amount
    from lines
    union all
    select
        store_id,
        customer_id,
        back_date as event_date,
        product_id,
        category,
        false as is_purchase,
        -quantity as quantity,
        -net_amount as net_amount,
        -cost_amount as cost_amount
    from lines
    where back_date is not null

)

select * from line_events
