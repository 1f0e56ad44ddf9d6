{{ config(enabled=is_enabled('man')) }}

with

facts as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

profiles as (

    select
        profiles.store_id,
        profiles.customer_id,
        profiles.registered_date,
        decision_roles.authority
    from {{ customer_profiles() }} as profiles
    inner join {{ rules('decision_roles') }} as decision_roles
        on lower(profiles.decision_role) = decision_roles.decision_role

),

loyalty as (

    select min_satisfied_orders
    from {{ rules('loyalty_rules') }}
    where loyalty_level = 'forming'

),

signs as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.rfm_monetary,
        facts.days_since_last_order,
        facts.overdue_ratio,
        facts.expected_gap_days,
        facts.recent_order_count,
        facts.prior_order_count,
        profiles.authority,
        facts.referral_count > 0 as has_referred,
        coalesce(
            facts.overdue_ratio
            between {{ setting('min_need_ratio') }} and {{ setting('max_need_ratio') }},
            false
        ) as is_due,
        facts.recent_order_count > facts.prior_order_count as has_more_orders,
        facts.satisfied_order_count >= loyalty.min_satisfied_orders as has_loyalty
    from facts
    left join profiles on {{ known_profile('facts') }}
    cross join loyalty

),

-- The role comes first; a customer who has referred others has influence whatever the
-- role.
man_answers as (

    select
        *,
        case
            when authority <> 'none' then authority
            when has_referred then 'refers'
        end as authority_reason,
        case
            when authority <> 'none' or has_referred then true
            when authority = 'none' then false
        end as has_authority,
        case
            when is_due and has_more_orders then 'both'
            when is_due then 'rhythm'
            when has_more_orders then 'more_orders'
        end as need_reason,
        is_due or has_more_orders as has_need
    from signs

)

select * from man_answers
