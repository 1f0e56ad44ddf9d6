{{ config(enabled=is_enabled('forecasts')) }}

{#- The method in force per store, date and horizon: the champion of the horizon, if it was
    tried at least twice; else that of the short horizon; else the same again. -#}

with

accuracy as (

    select * from {{ ref('customer_tiers', 'forecast_accuracy') }}
    where is_champion and trial_count >= 2

),

stores as (

    select distinct
        store_id,
        as_of_date
    from {{ ref('customer_tiers', 'customer_facts') }}

),

champions as (

    select
        stores.store_id,
        stores.as_of_date,
        horizons.horizon_days,
        coalesce(own.method, short.method, 'same_again') as method,
        case
            when own.method is not null then 'horizon'
            when short.method is not null then 'short_horizon'
            else 'none'
        end as tried_on
    from stores
    cross join {{ horizons() }}
    left join accuracy as own
        on
            {{ same_store_and_date('stores', 'own') }}
            and horizons.horizon_days = own.horizon_days
    left join accuracy as short
        on
            {{ same_store_and_date('stores', 'short') }}
            and short.horizon_days = {{ forecast_horizons()[0] }}

)

select * from champions
