{{ config(materialized='view', enabled=is_enabled('price_tier')) }}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        purchase_day_count,
        average_order_value
    from {{ ref('customer_tiers', 'customer_facts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'price_tier'

),

price_tiers as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.average_order_value,
        {{ if_bought('cut.level') }} as price_tier,
        {{ as_of_version_of('facts') }} as as_of_version
    from facts
    {{ join_cut('price_tier', 'average_order_value', 'cut') }}

)

select * from price_tiers
