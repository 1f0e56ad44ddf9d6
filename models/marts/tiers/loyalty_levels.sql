{{ config(enabled=is_used('loyalty')) }}

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
    from {{ ref('customer_facts') }}

),

cuts as (

    select * from {{ ref('tier_cuts') }}
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
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        satisfied_order_count,
        referral_count,
        last_nps,
        case when level = 'loyal' and is_recommending then 'advocate' else level end
            as loyalty_level
    from levels

)

select * from loyalty_levels
