{{ config(enabled=is_used('movement') and is_used('key_account')) }}

with

as_of_dates as (

    select * from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where movement_version is not null

),

key_accounts as (

    select * from {{ ref('customer_tiers', 'key_accounts') }}

),

-- Few change their status: only for them the earlier ranks are looked up.
key_account_moves as (

    select
        today.store_id,
        today.customer_id,
        today.as_of_date,
        as_of_dates.previous_as_of_date,
        today.net_revenue,
        today.growth_ratio,
        today.satisfied_order_count,
        today.referral_count,
        today.is_strategic,
        today.lifecycle_stage
    from key_accounts as today
    inner join as_of_dates on today.as_of_date = as_of_dates.as_of_date
    inner join key_accounts as past
        on
            today.store_id = past.store_id
            and today.customer_id = past.customer_id
            and as_of_dates.previous_as_of_date = past.as_of_date
            and today.key_account_status <> past.key_account_status

)

select * from key_account_moves
