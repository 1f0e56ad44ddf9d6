{#- Feedback and referrals alone ask. -#}
{{ config(
    materialized='table',
    enabled=is_given('feedback') or is_given('referrals')
) }}

with

orders as (

    select * from {{ ref('customer_tiers', 'int_screened_orders') }}
    where
        rejection_reason is null
        and (is_purchase or status_effect = 'returned')

),

profiles as (

    select * from {{ customer_profiles() }}

),

-- A return without a purchase makes the customer known from its date.
first_dates as (

    select
        store_id,
        customer_id,
        case when is_purchase then order_date else reversal_date end as known_date
    from orders
    union all
    select
        store_id,
        customer_id,
        -- A customer registered without a date was always known.
        coalesce(registered_date, cast('0001-01-01' as date)) as known_date
    from profiles

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
