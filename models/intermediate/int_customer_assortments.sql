with

order_events as (

    select * from {{ ref('int_order_events') }}

),

-- When a customer first bought of a category, and when by a channel, in one pass.
first_purchases as (

    select
        store_id,
        customer_id,
        min(event_date) as first_date,
        case when category is null then 0 else 1 end as category_count,
        case when channel is null then 0 else 1 end as channel_count
    from order_events
    group by
        grouping sets (
            (store_id, customer_id, category), (store_id, customer_id, channel)
        )

),

as_of_dates as (

    select as_of_date from {{ ref('int_as_of_dates') }}

),

-- Most of what a customer buys was first bought before the first of the dates: all of it
-- is one row from here on.
dates_of_days as (

    select
        days.first_date,
        min(as_of_dates.as_of_date) as known_date
    from (select distinct first_date from first_purchases) as days
    inner join as_of_dates on days.first_date <= as_of_dates.as_of_date
    group by days.first_date

),

additions as (

    select
        first_purchases.store_id,
        first_purchases.customer_id,
        dates_of_days.known_date,
        sum(first_purchases.category_count) as category_count,
        sum(first_purchases.channel_count) as channel_count
    from first_purchases
    inner join dates_of_days on first_purchases.first_date = dates_of_days.first_date
    group by
        first_purchases.store_id, first_purchases.customer_id, dates_of_days.known_date

),

assortments as (

    select
        additions.store_id,
        additions.customer_id,
        as_of_dates.as_of_date,
        sum(additions.category_count) as category_count,
        sum(additions.channel_count) as channel_count
    from additions
    inner join as_of_dates on additions.known_date <= as_of_dates.as_of_date
    group by additions.store_id, additions.customer_id, as_of_dates.as_of_date

)

select * from assortments
