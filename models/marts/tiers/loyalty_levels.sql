{{ config(materialized='view', enabled=is_enabled('loyalty')) }}

with

customer_facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        satisfied_order_count,
        referral_count,
        last_nps
    from {{ ref('customer_tiers', 'customer_facts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'loyalty'

),

levels as (

    select
        facts.*,
        cut.level,
        coalesce(facts.referral_count > 0, false)
        or coalesce(facts.last_nps >= {{ setting('advocate_nps') }}, false)
            as is_recommending
    from customer_facts as facts
    {{ join_cut('loyalty', 'satisfied_order_count', 'cut') }}

),

loyalty_levels as (

    select
        levels.store_id,
        levels.customer_id,
        levels.as_of_date,
        levels.satisfied_order_count,
        levels.referral_count,
        levels.last_nps,
        case
            when levels.level = 'loyal' and levels.is_recommending then 'advocate'
            else levels.level
        end as loyalty_level,
        {{ as_of_version_of('levels') }} as as_of_version
    from levels

)

select * from loyalty_levels
