with

forecasts as (

    select
        *,
        -- Of whom more is expected than of nearly all before, no range is known.
        expected_orders < orders_high + 0.5 as has_range
    from marts.customer_forecasts
    where
        store_id = $store
        and customer_id = $customer
        and as_of_date <= $as_of

),

ranges as (

    select
        as_of_date,
        horizon_days,
        orders_low,
        orders_high
    from forecasts
    where has_range

)

select
    forecasts.as_of_date,
    forecasts.horizon_days,
    forecasts.expected_orders,
    ranges.orders_low,
    ranges.orders_high,
    forecasts.return_probability,
    forecasts.expected_net_revenue,
    forecasts.customer_lifetime_value,
    methods.label_$language as method_name
from forecasts
left join ranges
    on
        forecasts.as_of_date = ranges.as_of_date
        and forecasts.horizon_days = ranges.horizon_days
left join rules.forecast_methods as methods on forecasts.method = methods.method
order by forecasts.as_of_date desc, forecasts.horizon_days asc
limit 120
