{{ config(materialized='as_of', enabled=is_enabled('forecasts')) }}

with

accuracy as (

    select * from {{ ref('customer_tiers', 'forecast_accuracy') }}
    where trial_count >= 2

),

fits as (

    select distinct
        store_id,
        as_of_date
    from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where
        fit_date = as_of_date
        and model in ('bg_nbd', 'mbg_nbd')
        and ended = 'converged'
        and a >= 0.01

),

stores as (

    select
        store_id,
        as_of_date,
        sum(case when purchase_day_count > 0 then 1 else 0 end) as known_customer_count
    from {{ ref('customer_tiers', 'customer_facts') }}
    group by store_id, as_of_date

),

-- Where the horizon was not tried twice, the short one decides.
tried_horizons as (

    select
        stores.store_id,
        stores.as_of_date,
        stores.known_customer_count,
        horizons.horizon_days,
        case
            when max(accuracy.horizon_days) = horizons.horizon_days
                then horizons.horizon_days
            else min(accuracy.horizon_days)
        end as tried_horizon_days
    from stores
    cross join {{ horizons() }}
    left join accuracy
        on
            {{ same_store_and_date('stores', 'accuracy') }}
            and accuracy.horizon_days
            in (horizons.horizon_days, {{ forecast_horizons()[0] }})
    group by
        stores.store_id,
        stores.as_of_date,
        stores.known_customer_count,
        horizons.horizon_days

),

forecast_champions as (

    select
        stores.store_id,
        stores.as_of_date,
        cast(stores.horizon_days as integer) as horizon_days,
        coalesce(champions.method, 'same_again') as method,
        champions.blend_weight,
        case
            when stores.tried_horizon_days is null then 'none'
            when stores.tried_horizon_days = stores.horizon_days then 'horizon'
            else 'short_horizon'
        end as tried_on,
        case
            when stores.known_customer_count < {{ setting('forecast_min_customers') }}
                then 'too_few_customers'
            when champions.method is null then 'too_few_trials'
            when fits.store_id is null then 'no_fit'
        end as fallback_reason,
        cast(stores.known_customer_count as integer) as known_customer_count,
        coalesce(champions.trial_count, 0) as trial_count,
        champions.root_mean_squared_error,
        same_again.root_mean_squared_error as same_again_error,
        champions.root_mean_squared_error < same_again.root_mean_squared_error
            as beats_same_again,
        champions.interval_coverage
    from tried_horizons as stores
    left join fits on {{ same_store_and_date('stores', 'fits') }}
    left join accuracy as champions
        on
            {{ same_store_and_date('stores', 'champions') }}
            and stores.tried_horizon_days = champions.horizon_days
            and champions.is_champion
    left join accuracy as same_again
        on
            {{ same_store_and_date('stores', 'same_again') }}
            and stores.tried_horizon_days = same_again.horizon_days
            and same_again.method = 'same_again'

)

select * from forecast_champions

-- The names of the view forecast_champions_current.
-- depends_on: {{ rules('forecast_fallbacks') }}
