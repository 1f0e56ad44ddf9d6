{{ config(materialized='as_of', enabled=is_enabled('loyalty')) }}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        purchase_day_count
    from {{ ref('customer_tiers', 'customer_facts') }}

),

levels as (

    select * from {{ ref('customer_tiers', 'loyalty_levels') }}

),

counts as (

    select
        facts.store_id,
        facts.as_of_date,
        count(case when facts.purchase_day_count >= 1 then 1 end) as buyer_count,
        count(case when facts.purchase_day_count >= 2 then 1 end)
            as repeat_buyer_count,
        count(case when levels.loyalty_level in ('loyal', 'advocate') then 1 end)
            as loyal_customer_count,
        count(case when levels.loyalty_level = 'advocate' then 1 end) as advocate_count
    from facts
    inner join levels on {{ same_customer('facts', 'levels') }}
    group by facts.store_id, facts.as_of_date

),

-- A customer who only registered could not repeat yet.
store_loyalty as (

    select
        store_id,
        as_of_date,
        cast(buyer_count as integer) as buyer_count,
        cast(repeat_buyer_count as integer) as repeat_buyer_count,
        {{ ratio('repeat_buyer_count', 'buyer_count') }} as repeat_rate,
        cast(loyal_customer_count as integer) as loyal_customer_count,
        {{ ratio('loyal_customer_count', 'buyer_count') }} as loyal_share,
        cast(advocate_count as integer) as advocate_count
    from counts

)

select * from store_loyalty
