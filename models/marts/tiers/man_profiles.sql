{{ config(enabled=is_used('man')) }}

with

facts as (

    select * from {{ ref('rfm_judgements') }}
    where cuts_of = 'own'

),

profiles as (

    select
        profiles.store_id,
        profiles.customer_id,
        profiles.registered_date,
        decision_roles.has_authority
    from {{ ref('int_customer_profiles') }} as profiles
    inner join {{ ref('decision_roles') }} as decision_roles
        on lower(profiles.decision_role) = decision_roles.decision_role

),

loyalty as (

    select min_satisfied_orders
    from {{ ref('loyalty_rules') }}
    where loyalty_level = 'forming'

),

reasons as (

    select * from {{ ref('effective_reasons') }}

),

-- Who has referred others has influence; who is not known to, may have it.
answers as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.rfm_monetary,
        facts.monetary_score,
        facts.days_since_last_order,
        facts.overdue_ratio,
        facts.expected_gap_days,
        facts.recent_order_count,
        facts.previous_order_count,
        coalesce(facts.monetary_score >= {{ setting('high_score') }}, false) as has_money,
        case when facts.referral_count > 0 then true else profiles.has_authority end
            as has_authority,
        coalesce(
            facts.overdue_ratio
            between {{ setting('need_from_ratio') }} and {{ setting('need_to_ratio') }},
            false
        )
        or facts.recent_order_count > facts.previous_order_count as has_need,
        case
            when
                facts.overdue_ratio
                between {{ setting('need_from_ratio') }} and {{ setting('need_to_ratio') }}
                then case
                    when facts.recent_order_count > facts.previous_order_count
                        then 'both'
                    else 'rhythm'
                end
            when facts.recent_order_count > facts.previous_order_count
                then 'more_orders'
        end as need_reason,
        facts.satisfied_order_count >= loyalty.min_satisfied_orders as has_loyalty
    from facts
    left join profiles
        on
            facts.store_id = profiles.store_id
            and facts.customer_id = profiles.customer_id
            -- What has no day of its own was always known.
            and coalesce(profiles.registered_date, facts.as_of_date) <= facts.as_of_date
    cross join loyalty

),

man_profiles as (

    select
        answers.*,
        {{ man_code('answers.has_money', 'answers.has_authority', 'answers.has_need') }}
            as man_profile,
        reasons.is_effective,
        reasons.sentence_en as effective_reason_en,
        reasons.sentence_zh as effective_reason_zh
    from answers
    inner join reasons
        on
            answers.has_money = reasons.has_money
            and answers.has_loyalty = reasons.has_loyalty
            and {{ as_letter('answers.has_authority', 'A') }}
            = {{ as_letter('reasons.has_authority', 'A') }}

)

{{ as_of_rows('man_profiles') }}
