with

categories as (

    select item as category from {{ ref('int_assortment_bits') }}
    where item_kind = 'category' and assortment_bit is null

),

channels as (

    select item as channel from {{ ref('int_assortment_bits') }}
    where item_kind = 'channel' and assortment_bit is null

),

as_of_dates as (

    select as_of_date from {{ ref('int_as_of_dates') }}

),

first_category_purchases as (

    select
        events.store_id,
        events.customer_id,
        events.category,
        min(events.event_date) as first_date
    from {{ ref('int_order_events') }} as events
    inner join categories on events.category = categories.category
    group by events.store_id, events.customer_id, events.category

),

first_channel_purchases as (

    select
        events.store_id,
        events.customer_id,
        events.channel,
        min(events.event_date) as first_date
    from {{ ref('int_order_events') }} as events
    inner join channels on events.channel = channels.channel
    group by events.store_id, events.customer_id, events.channel

),

first_purchases as (

    select
        store_id,
        customer_id,
        first_date,
        1 as category_count,
        0 as channel_count
    from first_category_purchases
    union all
    select
        store_id,
        customer_id,
        first_date,
        0 as category_count,
        1 as channel_count
    from first_channel_purchases

),

rare_assortments as (

    select
        first_purchases.store_id,
        first_purchases.customer_id,
        as_of_dates.as_of_date,
        sum(first_purchases.category_count) as category_count,
        sum(first_purchases.channel_count) as channel_count
    from first_purchases
    inner join as_of_dates on first_purchases.first_date <= as_of_dates.as_of_date
    group by
        first_purchases.store_id, first_purchases.customer_id, as_of_dates.as_of_date

)

select * from rare_assortments
