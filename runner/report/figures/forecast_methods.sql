with

methods as (

    select distinct
        store_id,
        horizon_days,
        method,
        tried_on
    from marts.customer_forecasts
    where
        as_of_date = $as_of
        and store_id = $store

),

accuracy as (

    select * from marts.forecast_accuracy
    where
        as_of_date = $as_of
        and store_id = $store

),

-- At the earlier dates, one by one; of the customers tried, in total.
trials as (

    select
        store_id,
        horizon_days,
        method,
        min(100 * actual_orders / nullif(expected_orders, 0)) as least_per_hundred,
        max(100 * actual_orders / nullif(expected_orders, 0)) as most_per_hundred
    from intermediate.int_forecast_errors
    where
        as_of_date = $as_of
        and store_id = $store
    group by store_id, horizon_days, method

)

select
    methods.store_id,
    methods.horizon_days,
    methods.method,
    methods.tried_on,
    own.trial_count,
    own.root_mean_squared_error,
    same_again.root_mean_squared_error as same_again_error,
    own.mean_absolute_error,
    trials.least_per_hundred,
    trials.most_per_hundred,
    own.best_found_share
from methods
left join accuracy as own
    on
        methods.store_id = own.store_id
        and methods.horizon_days = own.horizon_days
        and methods.method = own.method
left join accuracy as same_again
    on
        methods.store_id = same_again.store_id
        and methods.horizon_days = same_again.horizon_days
        and same_again.method = 'same_again'
left join trials
    on
        methods.store_id = trials.store_id
        and methods.horizon_days = trials.horizon_days
        and methods.method = trials.method
order by methods.store_id asc, methods.horizon_days asc
