{{ config(enabled=is_used('key_account')) }}

with

as_of_dates as (

    select * from {{ ref('int_as_of_dates') }}
    where movement_version is not null

),

key_accounts as (

    select * from {{ ref('key_accounts') }}

),

-- Few change their status: only for them the earlier ranks are looked up.
key_account_moves as (

    select
        accounts.store_id,
        accounts.customer_id,
        accounts.as_of_date,
        as_of_dates.previous_as_of_date,
        accounts.net_revenue,
        accounts.growth_ratio,
        accounts.satisfied_order_count,
        accounts.referral_count,
        accounts.is_strategic,
        accounts.strategic_rank
    from key_accounts as accounts
    inner join as_of_dates on accounts.as_of_date = as_of_dates.as_of_date
    inner join key_accounts as past
        on
            accounts.store_id = past.store_id
            and accounts.customer_id = past.customer_id
            and as_of_dates.previous_as_of_date = past.as_of_date
            and accounts.key_account_status <> past.key_account_status

)

select * from key_account_moves
