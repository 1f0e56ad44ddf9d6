{{ config(materialized='as_of', enabled=is_enabled('forecasts')) }}

with

histories as (

    select
        *,
        modelled_orders as bg_nbd,
        modelled_orders as mbg_nbd,
        (modelled_orders + same_again) / 2 as blend
    from {{ ref('customer_tiers', 'int_customer_histories') }}

),

order_values as (

    select
        store_id,
        as_of_date,
        cast(null as double) as p,
        cast(null as double) as q,
        cast(null as double) as v
    from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where 1 = 0

),

levels as (

    select * from {{ ref('customer_tiers', 'int_forecast_levels') }}

),

forecasts as (

    select
        histories.*,
        {{ expected_order_value('repeat_count', 'repeat_value', 'mean_value') }}
            as order_value,
        {{ expected_by_method('histories') }} as expected_orders
    from histories
    left join order_values on {{ same_store_and_date('histories', 'order_values') }}

),

customer_forecasts as (

    select
        forecasts.store_id,
        forecasts.customer_id,
        forecasts.as_of_date,
        cast(forecasts.horizon_days as integer) as horizon_days,
        forecasts.method,
        forecasts.tried_on,
        forecasts.expected_orders,
        cast(forecasts.order_value as decimal(18, 4)) as expected_order_value,
        cast(forecasts.expected_orders * forecasts.order_value as decimal(18, 4))
            as expected_net_revenue,
        cast(levels.orders_low as integer) as orders_low,
        cast(levels.orders_high as integer) as orders_high,
        cast(
            forecasts.expected_orders * forecasts.order_value
            * forecasts.lifetime_factor as decimal(18, 4)
        ) as customer_lifetime_value,
        -- Without trials, what the model says.
        coalesce(
            levels.return_share,
            case
                when forecasts.method in ('blend', 'mbg_nbd', 'bg_nbd')
                    then forecasts.order_probability
            end
        ) as return_probability
    from forecasts
    left join levels
        on
            {{ same_store_and_date('forecasts', 'levels') }}
            and forecasts.horizon_days = levels.horizon_days
            and coalesce(forecasts.expected_orders >= levels.lower_bound, true)
            and coalesce(forecasts.expected_orders < levels.upper_bound, true)

)

select * from customer_forecasts
