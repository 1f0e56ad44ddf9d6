with

forecasts as (

    select
        store_id,
        horizon_days,
        method,
        sum(cast(expected_orders as decimal(28, 9))) as expected_orders,
        sum(expected_net_revenue) as expected_net_revenue
    from marts.customer_forecasts
    where
        as_of_date = $as_of
        and store_id = $store
    group by store_id, horizon_days, method

),

-- What comes in all, if each store misses as at one of the earlier dates.
trials as (

    select
        forecasts.horizon_days,
        errors.fit_date,
        sum(forecasts.expected_orders * errors.actual_orders / errors.expected_orders)
            as orders,
        sum(
            forecasts.expected_net_revenue * errors.actual_orders
            / errors.expected_orders
        ) as net_revenue
    from forecasts
    inner join intermediate.int_forecast_errors as errors
        on
            forecasts.store_id = errors.store_id
            and forecasts.horizon_days = errors.horizon_days
            and forecasts.method = errors.method
    where
        errors.as_of_date = $as_of
        and errors.expected_orders > 0
    group by forecasts.horizon_days, errors.fit_date
    having
        count(*) = (
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
        date_diff('day', event_date, $as_of) // $days as window_number,
        min(event_date) over () as first_event_date,
        min(purchase_date) over (partition by store_id, customer_id)
        <= $as_of - cast((window_number + 1) * $days as integer) as is_known,
        gap_days,
        gross_revenue - discount_amount - refund_amount as net_revenue
    from intermediate.int_ledger_events
    where
        event_date <= $as_of
        and store_id = $store

),

-- Of equal length, back from the day to the first that began with the shop or later.
windows as (

    select
        cast(window_number as integer) as window_number,
        $as_of - cast(window_number * $days as integer) as until_date
    from range($windows) as numbers (window_number)
    where
        $as_of + 1 - cast((window_number + 1) * $days as integer)
        >= (select min(events.first_event_date) from events)

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
