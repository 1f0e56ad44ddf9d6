{{ config(
    materialized='as_of',
    enabled=is_used('purchase_habits'),
    meta={'version_column': 'history_version'}
) }}

with

newest_date as (

    select as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest

),

facts as (

    select facts.*
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    inner join newest_date on facts.as_of_date = newest_date.as_of_date
    where facts.purchase_day_count > 0

),

favourites as (

    select * from {{ ref('customer_tiers', 'int_favourites') }}

),

purchase_habits as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.order_count,
        favourites.favourite_category,
        facts.category_count,
        favourites.favourite_channel,
        facts.channel_count,
        facts.preferred_weekday,
        facts.preferred_hour,
        facts.discount_share,
        facts.average_order_value,
        facts.mean_gap_days
    from facts
    left join favourites
        on
            facts.store_id = favourites.store_id
            and facts.customer_id = favourites.customer_id

)

select * from purchase_habits
