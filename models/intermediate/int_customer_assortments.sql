with

purchased_rows as (

    select
        orders.store_id,
        orders.customer_id,
        as_of_dates.as_of_date,
        orders.category,
        orders.channel
    from {{ ref('int_screened_orders') }} as orders
    inner join {{ ref('int_as_of_dates') }} as as_of_dates
        on orders.order_date <= as_of_dates.as_of_date
    where
        orders.rejection_reason is null
        and orders.is_purchase

),

assortments as (

    select
        store_id,
        customer_id,
        as_of_date,
        count(distinct category) as category_count,
        count(distinct channel) as channel_count
    from purchased_rows
    group by store_id, customer_id, as_of_date

)

select * from assortments
