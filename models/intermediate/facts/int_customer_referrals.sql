{{ config(enabled=is_given('referrals')) }}

with

customer_referrals as (

    select
        events.store_id,
        events.customer_id,
        as_of_dates.as_of_date,
        count(*) as referral_count
    from {{ ref('customer_tiers', 'int_referral_events') }} as events
    inner join {{ ref('customer_tiers', 'int_as_of_dates') }} as as_of_dates
        on events.event_date <= as_of_dates.as_of_date
    group by events.store_id, events.customer_id, as_of_dates.as_of_date

)

select * from customer_referrals
