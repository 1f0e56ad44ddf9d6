{{ config(materialized='table', enabled=is_given('referrals')) }}

with

referrals as (

    select * from {{ ref('customer_tiers', 'int_screened_referrals') }}
    where rejection_reason is null

),

customers as (

    select * from {{ ref('customer_tiers', 'int_known_customers') }}

),

-- A referral counts in each store that knows the referrer, once both are known.
referral_events as (

    select
        customers.store_id,
        customers.customer_id,
        referrals.referred_customer_id,
        greatest(
            referrals.referred_date,
            referrals.referred_known_date,
            customers.known_date
        ) as event_date
    from referrals
    inner join customers on referrals.referrer_customer_id = customers.customer_id

)

select * from referral_events
