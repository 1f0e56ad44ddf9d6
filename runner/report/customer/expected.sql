select
    forecasts.as_of_date,
    forecasts.horizon_days,
    forecasts.expected_orders,
    -- Of whom more is expected than of nearly all before, no range is known.
    case
        when forecasts.expected_orders < forecasts.orders_high + 0.5
            then forecasts.orders_low
    end as orders_low,
    case
        when forecasts.expected_orders < forecasts.orders_high + 0.5
            then forecasts.orders_high
    end as orders_high,
    forecasts.return_probability,
    forecasts.expected_net_revenue,
    forecasts.customer_lifetime_value,
    methods.label_$language as method_name
from marts.customer_forecasts as forecasts
left join rules.forecast_methods as methods on forecasts.method = methods.method
where
    forecasts.store_id = $store
    and forecasts.customer_id = $customer
    and forecasts.as_of_date <= $as_of
order by forecasts.as_of_date desc, forecasts.horizon_days asc
limit 120
