{{ config(
    materialized='as_of',
    enabled=is_enabled('forecasts'),
    meta={'may_be_empty': true}
) }}

with

histories as (

    select
        *,
        modelled_orders as bg_nbd,
        modelled_orders as mbg_nbd
    from {{ ref('customer_tiers', 'int_customer_histories') }}

),

order_values as (

    select * from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where fit_date = as_of_date and model = 'gamma_gamma' and ended = 'converged'

),

levels as (

    select * from {{ ref('customer_tiers', 'int_levels_by_band') }}

),

expectations as (

    select
        histories.*,
        {{ expected_order_value('repeat_count', 'repeat_value', 'mean_value') }}
            as order_value,
        {{ expected_by_method('histories') }} as expected_orders
    from histories
    left join order_values on {{ same_store_and_date('histories', 'order_values') }}

),

forecasts as (

    select
        *,
        expected_orders * order_value as expected_net_revenue,
        {{ expectation_band('expected_orders') }} as band
    from expectations

),

customer_forecasts as (

    select
        forecasts.store_id,
        forecasts.customer_id,
        forecasts.as_of_date,
        cast(forecasts.horizon_days as integer) as horizon_days,
        forecasts.method,
        forecasts.tried_on,
        forecasts.fallback_reason,
        forecasts.expected_orders,
        cast(levels.orders_low as integer) as orders_low,
        cast(levels.orders_high as integer) as orders_high,
        cast(forecasts.order_value as decimal(18, 4)) as expected_order_value,
        cast(forecasts.expected_net_revenue as decimal(18, 4)) as expected_net_revenue,
        cast(
            forecasts.expected_net_revenue * forecasts.lifetime_factor as decimal(18, 4)
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
            and forecasts.band = levels.band

)

select * from customer_forecasts

-- The names of the view customer_forecasts_current.
-- depends_on: {{ rules('forecast_methods') }}
