{{ config(enabled=is_given('referrals')) }}

with

aliases as (

    select * from {{ screened_aliases() }}
    where rejection_reason is null

),

customers as (

    select
        customer_id,
        min(known_date) as known_date
    from {{ ref('customer_tiers', 'int_known_customers') }}
    group by customer_id

),

referrals as (

    select
        referrals.referred_date,
        referrals.is_left_out,
        referrals.raw_referrer_customer_id,
        referrals.raw_referred_customer_id,
        referrals.raw_referred_at,
        coalesce(referrer_aliases.customer_id, referrals.referrer_customer_id)
            as referrer_customer_id,
        coalesce(referred_aliases.customer_id, referrals.referred_customer_id)
            as referred_customer_id
    from {{ ref('customer_tiers', 'stg_tiers__referrals') }} as referrals
    left join aliases as referrer_aliases
        on referrals.referrer_customer_id = referrer_aliases.alias_customer_id
    left join aliases as referred_aliases
        on referrals.referred_customer_id = referred_aliases.alias_customer_id

),

referrals_with_reasons as (

    select
        *,
        case
            when is_left_out then 'left_out'
            when referrer_customer_id is null or referred_customer_id is null
                then 'missing_customer'
            when referred_date is null then 'invalid_timestamp'
            when referred_date < {{ earliest_credible_date() }}
                then 'incredible_timestamp'
            when referred_date > {{ latest_credible_date() }} then 'future_timestamp'
            when referrer_customer_id = referred_customer_id then 'self_referral'
        end as fault
    from referrals

),

-- A customer is acquired once, by the first referrer. Whether the referrer is known is
-- checked later; otherwise a later order would change who was first.
numbered_referrals as (

    select
        *,
        row_number() over (
            partition by referred_customer_id, fault
            order by
                referred_date,
                referrer_customer_id,
                raw_referred_at,
                raw_referrer_customer_id,
                raw_referred_customer_id
        ) as duplicate_number
    from referrals_with_reasons

),

screened_referrals as (

    select
        referrals.referrer_customer_id,
        referrals.referred_customer_id,
        referrals.referred_date,
        referred.known_date as referred_known_date,
        referrals.raw_referrer_customer_id,
        referrals.raw_referred_customer_id,
        referrals.raw_referred_at,
        case
            when referrals.fault is not null then referrals.fault
            when referrals.duplicate_number > 1 then 'duplicate_referral'
            when referrers.customer_id is null or referred.customer_id is null
                then 'unknown_customer'
        end as rejection_reason
    from numbered_referrals as referrals
    left join customers as referrers
        on referrals.referrer_customer_id = referrers.customer_id
    left join customers as referred
        on referrals.referred_customer_id = referred.customer_id

)

select * from screened_referrals
