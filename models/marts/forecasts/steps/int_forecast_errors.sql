{{ config(enabled=is_enabled('forecasts')) }}

{#- How far each method was off at each earlier date. -#}

{%- set trial = ['store_id', 'as_of_date', 'horizon_days', 'fit_date', 'method', 'blend_weight']
    | join(', ') -%}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_trials') }}

),

errors as (

    select
        {{ trial }},
        sum(customer_count) as customer_count,
        sum(expected_orders) as expected_orders,
        sum(customer_count * actual_orders) as actual_orders,
        sum(absolute_error) as absolute_error,
        sum(squared_error) as squared_error,
        ceil(sum(customer_count) / 5.0) as best_count,
        sum(best_found_count) as best_found_count,
        sum(case when actual_orders > 0 then customer_count else 0 end) as returned_count,
        sum(right_pair_count) as right_pair_count
    from trials
    group by {{ trial }}

)

select * from errors
