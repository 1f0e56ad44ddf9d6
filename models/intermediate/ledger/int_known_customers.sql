{{ config(materialized='table') }}

with

-- Feedback and referrals alone ask. Who is registered without a day was always known.
first_dates as (

    select
        store_id,
        customer_id,
        min(event_date) as known_date
    from {{ ref('customer_tiers', 'int_order_events') }}
    where {{ is_given('feedback') or is_given('referrals') }}
    group by store_id, customer_id
    union all
    select
        store_id,
        customer_id,
        cast('0001-01-01' as date) as known_date
    from {{ ref('customer_tiers', 'int_customer_profiles') }}
    where registered_date is null

),

known_customers as (

    select
        store_id,
        customer_id,
        min(known_date) as known_date
    from first_dates
    group by store_id, customer_id

)

select * from known_customers
