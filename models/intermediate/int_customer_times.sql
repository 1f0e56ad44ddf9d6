with

purchases as (

    select
        orders.store_id,
        orders.customer_id,
        as_of_dates.as_of_date,
        {{ iso_weekday('orders.order_date') }} as order_weekday,
        extract(hour from orders.ordered_at) as order_hour
    from {{ ref('int_orders') }} as orders
    inner join {{ ref('int_as_of_dates') }} as as_of_dates
        on orders.order_date <= as_of_dates.as_of_date
    where orders.is_purchase

),

orders_per_weekday as (

    select
        store_id,
        customer_id,
        as_of_date,
        order_weekday,
        count(*) as order_count
    from purchases
    group by store_id, customer_id, as_of_date, order_weekday

),

orders_per_hour as (

    select
        store_id,
        customer_id,
        as_of_date,
        order_hour,
        count(*) as order_count
    from purchases
    group by store_id, customer_id, as_of_date, order_hour

),

-- Of equally frequent weekdays or hours, the earlier one.
preferred_weekdays as (

    select
        store_id,
        customer_id,
        as_of_date,
        max_by(order_weekday, order_count * 10 - order_weekday) as preferred_weekday
    from orders_per_weekday
    group by store_id, customer_id, as_of_date

),

preferred_hours as (

    select
        store_id,
        customer_id,
        as_of_date,
        max_by(order_hour, order_count * 100 - order_hour) as preferred_hour
    from orders_per_hour
    group by store_id, customer_id, as_of_date

),

preferred_times as (

    select
        preferred_weekdays.*,
        preferred_hours.preferred_hour
    from preferred_weekdays
    inner join preferred_hours
        on {{ same_customer('preferred_weekdays', 'preferred_hours') }}

)

select * from preferred_times
