with

order_events as (

    select * from {{ ref('int_order_events') }}

),

first_category_purchases as (

    select
        store_id,
        customer_id,
        category,
        min(event_date) as first_date
    from order_events
    group by store_id, customer_id, category

),

first_channel_purchases as (

    select
        store_id,
        customer_id,
        channel,
        min(event_date) as first_date
    from order_events
    group by store_id, customer_id, channel

),

first_purchases as (

    select
        store_id,
        customer_id,
        first_date,
        case when category is null then 0 else 1 end as category_count,
        0 as channel_count
    from first_category_purchases
    union all
    select
        store_id,
        customer_id,
        first_date,
        0 as category_count,
        case when channel is null then 0 else 1 end as channel_count
    from first_channel_purchases

),

as_of_dates as (

    select as_of_date from {{ ref('int_as_of_dates') }}

),

first_dates as (

    select distinct first_date from first_purchases

),

-- Most was first bought before the first of the as-of dates: from here on, all of that
-- is one row per customer.
known_dates as (

    select
        first_dates.first_date,
        min(as_of_dates.as_of_date) as known_date
    from first_dates
    inner join as_of_dates on first_dates.first_date <= as_of_dates.as_of_date
    group by first_dates.first_date

),

additions as (

    select
        first_purchases.store_id,
        first_purchases.customer_id,
        known_dates.known_date,
        sum(first_purchases.category_count) as category_count,
        sum(first_purchases.channel_count) as channel_count
    from first_purchases
    inner join known_dates on first_purchases.first_date = known_dates.first_date
    group by
        first_purchases.store_id, first_purchases.customer_id, known_dates.known_date

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
