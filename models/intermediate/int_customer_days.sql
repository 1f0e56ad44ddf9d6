{{ config(materialized='table') }}

with

order_events as (

    select * from {{ ref('int_order_events') }}

),

customer_days as (

    select
        store_id,
        customer_id,
        event_date,
        count_date,
        cast(sum(order_count) as integer) as order_count,
        cast(sum(satisfied_order_count) as integer) as satisfied_order_count,
        cast(sum(unknown_cost_order_count) as integer) as unknown_cost_order_count,
        cast(sum(gross_revenue) as decimal(18, 4)) as gross_revenue,
        cast(sum(discount_amount) as decimal(18, 4)) as discount_amount,
        cast(sum(refund_amount) as decimal(18, 4)) as refund_amount,
        cast(sum(cost_amount) as decimal(18, 4)) as cost_amount,
        bool_or(is_purchase) as is_purchase_day
    from order_events
    group by store_id, customer_id, event_date, count_date

),

customer_days_with_purchase_before as (

    select
        *,
        max(case when is_purchase_day then event_date end) over (
            partition by store_id, customer_id
            order by event_date, count_date
            rows between unbounded preceding and 1 preceding
        ) as previous_purchase_date
    from customer_days

),

customer_days_with_gap as (

    select
        *,
        case
            when is_purchase_day
                then {{ days_from('previous_purchase_date', 'event_date') }}
        end as gap_days
    from customer_days_with_purchase_before

)

select * from customer_days_with_gap
