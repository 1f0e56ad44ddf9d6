with

rare_items as (

    select
        item_kind,
        item
    from {{ ref('customer_tiers', 'int_category_channel_bits') }}
    where item_bit is null

),

as_of_dates as (

    select as_of_date from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

items_bought as (

    select
        store_id,
        customer_id,
        event_date,
        'category' as item_kind,
        category as item
    from {{ ref('customer_tiers', 'int_ledger_events') }}
    union all
    select
        store_id,
        customer_id,
        event_date,
        'channel' as item_kind,
        channel as item
    from {{ ref('customer_tiers', 'int_ledger_events') }}

),

first_purchases as (

    select
        bought.store_id,
        bought.customer_id,
        bought.item_kind,
        bought.item,
        min(bought.event_date) as first_date
    from items_bought as bought
    inner join rare_items
        on bought.item_kind = rare_items.item_kind and bought.item = rare_items.item
    group by bought.store_id, bought.customer_id, bought.item_kind, bought.item

),

overflow_categories as (

    select
        first_purchases.store_id,
        first_purchases.customer_id,
        as_of_dates.as_of_date,
        count(case when first_purchases.item_kind = 'category' then 1 end)
            as category_count,
        count(case when first_purchases.item_kind = 'channel' then 1 end)
            as channel_count
    from first_purchases
    inner join as_of_dates on first_purchases.first_date <= as_of_dates.as_of_date
    group by
        first_purchases.store_id, first_purchases.customer_id, as_of_dates.as_of_date

)

select * from overflow_categories
