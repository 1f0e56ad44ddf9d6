{%- set rows_are_orders = order_grain() == 'order' -%}

with

rows_with_money as (

    select * from {{ ref('int_screened_orders') }}
    where
        rejection_reason is null
        and (
            status_effect = 'returned'
            or refund_amount <> 0
            or (is_purchase and not {{ rows_are_orders }})
        )

),

lines_bought as (

    select
        store_id,
        customer_id,
        order_date as event_date,
        order_date as count_date,
        false as is_purchase,
        0 as order_count,
        0 as satisfied_order_count,
        0 as unknown_cost_order_count,
        gross_amount as gross_revenue,
        discount_amount,
        0 as refund_amount,
        coalesce(cost_amount, 0) as cost_amount
    from rows_with_money
    where is_purchase and not {{ rows_are_orders }}

),

money_given_back as (

    select
        store_id,
        customer_id,
        reversal_date as event_date,
        reversal_date as count_date,
        false as is_purchase,
        0 as order_count,
        0 as satisfied_order_count,
        0 as unknown_cost_order_count,
        case when is_sent_back then -gross_amount else 0 end as gross_revenue,
        case when is_sent_back then -discount_amount else 0 end as discount_amount,
        refund_amount,
        case
            when is_sent_back then -coalesce(cost_amount, 0)
            when status_effect = 'returned' then coalesce(cost_amount, 0)
            else 0
        end as cost_amount
    from rows_with_money
    where status_effect = 'returned' or refund_amount <> 0

),

row_events as (

    select * from lines_bought
    union all
    select * from money_given_back

)

select * from row_events
