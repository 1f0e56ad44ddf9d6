{#- One pass; grouping by weekday and by hour would take two. -#}
with

known_events as (

    select
        events.store_id,
        events.customer_id,
        as_of_dates.as_of_date,
        events.order_hour,
        {{ iso_weekday('events.purchase_date') }} as order_weekday
    from {{ ref('int_order_events') }} as events
    inner join {{ ref('int_as_of_dates') }} as as_of_dates
        on events.event_date <= as_of_dates.as_of_date

),

orders_per_time as (

    select
        store_id,
        customer_id,
        as_of_date,
        {{ count_each('order_weekday', range(1, 8)) }},
        {{ count_each('order_hour', range(24)) }}
    from known_events
    group by store_id, customer_id, as_of_date

),

preferred_times as (

    select
        store_id,
        customer_id,
        as_of_date,
        {{ most_frequent('order_weekday', range(1, 8)) }} as preferred_weekday,
        {{ most_frequent('order_hour', range(24)) }} as preferred_hour
    from orders_per_time

)

select * from preferred_times
