with

forecasts as (

    select
        store_id,
        horizon_days,
        sum(cast(expected_orders as decimal(28, 9))) as expected_orders,
        sum(expected_net_revenue) as expected_net_revenue
    from marts.customer_forecasts
    where
        as_of_date = $as_of
        and store_id = $store
    group by store_id, horizon_days

),

-- How much came of what the method in force would have expected, at each earlier date.
store_trials as (

    select
        champions.store_id,
        champions.horizon_days,
        tried.fit_date,
        sum(tried.customer_count * tried.actual_orders)
        / nullif(sum(tried.expected_orders), 0) as came_ratio
    from marts.forecast_champions as champions
    inner join intermediate.int_forecast_trials as tried
        on
            champions.store_id = tried.store_id
            and champions.as_of_date = tried.as_of_date
            and champions.horizon_days = tried.horizon_days
            and champions.method = tried.method
    where
        champions.as_of_date = $as_of
        and champions.trial_count > 0
    group by champions.store_id, champions.horizon_days, tried.fit_date

),

-- What comes in all, if each store is as far off as at one of these dates.
trials as (

    select
        forecasts.horizon_days,
        store_trials.fit_date,
        sum(forecasts.expected_orders * store_trials.came_ratio) as orders,
        sum(forecasts.expected_net_revenue * store_trials.came_ratio) as net_revenue
    from forecasts
    inner join store_trials
        on
            forecasts.store_id = store_trials.store_id
            and forecasts.horizon_days = store_trials.horizon_days
    group by forecasts.horizon_days, store_trials.fit_date
    having
        count(store_trials.came_ratio) = (
            select count(*) from forecasts as stores
            where stores.horizon_days = forecasts.horizon_days
        )

),

bands as (

    select
        horizon_days,
        count(*) as trial_count,
        min(orders) as lowest_orders,
        max(orders) as highest_orders,
        min(net_revenue) as lowest_net_revenue,
        max(net_revenue) as highest_net_revenue
    from trials
    group by horizon_days
    having count(*) >= $trials

),

expected as (

    select
        $as_of + cast(forecasts.horizon_days as integer) as until_date,
        forecasts.horizon_days,
        true as is_expected,
        sum(forecasts.expected_orders) as known_orders,
        sum(forecasts.expected_net_revenue) as known_net_revenue,
        any_value(bands.trial_count) as trial_count,
        any_value(bands.lowest_orders) as lowest_orders,
        any_value(bands.highest_orders) as highest_orders,
        any_value(bands.lowest_net_revenue) as lowest_net_revenue,
        any_value(bands.highest_net_revenue) as highest_net_revenue
    from forecasts
    left join bands on forecasts.horizon_days = bands.horizon_days
    group by forecasts.horizon_days

),

events as (

    select
        events.gap_days,
        date_diff('day', events.event_date, $as_of) // $days as window_number,
        customers.first_order_date
        <= $as_of - cast((window_number + 1) * $days as integer) as is_known,
        events.gross_revenue - events.discount_amount - events.refund_amount
            as net_revenue
    from intermediate.int_ledger_events as events
    left join marts.customer_tiers as customers
        on
            events.store_id = customers.store_id
            and events.customer_id = customers.customer_id
            and customers.as_of_date = $as_of
    where
        events.event_date <= $as_of
        and events.event_date > $as_of - cast($windows * $days as integer)
        and events.store_id = $store

),

first_day as (

    select min(event_date) as event_date from intermediate.int_ledger_events
    where
        event_date <= $as_of
        and store_id = $store

),

-- Of equal length, back from the day to the first that began with the shop or later.
windows as (

    select
        cast(numbers.window_number as integer) as window_number,
        $as_of - cast(numbers.window_number * $days as integer) as until_date
    from range($windows) as numbers (window_number)
    cross join first_day
    where
        $as_of + 1 - cast((numbers.window_number + 1) * $days as integer)
        >= first_day.event_date

),

past as (

    select
        windows.until_date,
        $days as horizon_days,
        false as is_expected,
        count(events.gap_days) filter (where events.is_known) as known_orders,
        coalesce(sum(events.net_revenue) filter (where events.is_known), 0)
            as known_net_revenue,
        coalesce(sum(events.net_revenue) filter (where events.is_known is not true), 0)
            as new_net_revenue
    from windows
    left join events on windows.window_number = events.window_number
    group by windows.until_date

),

periods as (

    select * from expected
    union all by name
    select * from past

)

select
    until_date,
    horizon_days,
    is_expected,
    known_orders,
    lowest_orders,
    highest_orders,
    trial_count,
    known_net_revenue,
    lowest_net_revenue,
    highest_net_revenue,
    new_net_revenue
from periods
order by is_expected desc, until_date desc
