{{ config(materialized='view', enabled=is_enabled('forecasts')) }}

with

forecasts as (

    select * from {{ ref('customer_tiers', 'customer_forecasts') }}
    where horizon_days = {{ setting('forecast_days') }}

),

facts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.as_of_version,
        facts.purchase_day_count,
        forecasts.method as forecast_method,
        forecasts.tried_on,
        forecasts.expected_orders,
        forecasts.orders_low as expected_orders_low,
        forecasts.orders_high as expected_orders_high,
        forecasts.expected_net_revenue,
        forecasts.return_probability,
        forecasts.customer_lifetime_value
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    left join forecasts on {{ same_customer('facts', 'forecasts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'forecast'

),

forecast_segments as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.forecast_method,
        facts.tried_on,
        facts.expected_orders,
        facts.expected_orders_low,
        facts.expected_orders_high,
        facts.expected_net_revenue,
        facts.return_probability,
        facts.customer_lifetime_value,
        {{ forecast_segment('cut.level', 'facts') }} as forecast_segment,
        {{ as_of_version_of('facts') }} as as_of_version
    from facts
    {{ join_cut('forecast', 'expected_net_revenue', 'cut') }}

)

select * from forecast_segments
