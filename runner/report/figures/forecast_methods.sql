with

champions as (

    select * from marts.forecast_champions
    where
        as_of_date = $as_of
        and store_id = $store
        and known_customer_count > 0

),

-- Date by date, of the customers with whom it was tried.
dates as (

    select
        champions.store_id,
        champions.horizon_days,
        tried.fit_date,
        100 * sum(tried.customer_count * tried.actual_orders)
        / nullif(sum(tried.expected_orders), 0) as came_per_hundred
    from champions
    inner join intermediate.int_forecast_trials as tried
        on
            champions.store_id = tried.store_id
            and champions.as_of_date = tried.as_of_date
            and champions.horizon_days = tried.horizon_days
            and champions.method = tried.method
    where champions.trial_count > 0
    group by champions.store_id, champions.horizon_days, tried.fit_date

),

ranges as (

    select
        store_id,
        horizon_days,
        min(came_per_hundred) as least_per_hundred,
        max(came_per_hundred) as most_per_hundred
    from dates
    group by store_id, horizon_days

)

select
    champions.store_id,
    champions.horizon_days,
    champions.finding_$language as finding,
    champions.trial_count,
    champions.root_mean_squared_error,
    champions.same_again_error,
    ranges.least_per_hundred,
    ranges.most_per_hundred,
    champions.interval_coverage
from champions
left join ranges
    on
        champions.store_id = ranges.store_id
        and champions.horizon_days = ranges.horizon_days
order by champions.store_id asc, champions.horizon_days asc
