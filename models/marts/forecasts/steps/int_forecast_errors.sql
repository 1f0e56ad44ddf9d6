{{ config(enabled=is_enabled('forecasts')) }}

{#- How far each method was off at each earlier date. -#}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_trials') }}

),

errors as (

    select
        {{ listed(trial_columns()) }},
        sum(customer_count) as customer_count,
        sum(expected_orders) as expected_orders,
        sum(customer_count * actual_orders) as actual_orders,
        sum(absolute_error) as absolute_error,
        sum(squared_error) as squared_error,
        ceil(sum(customer_count) / 5.0) as best_count,
        sum(best_found_count) as best_found_count,
        sum(case when actual_orders > 0 then customer_count else 0 end)
            as returned_count,
        sum(case when actual_orders > 0 then 0 else customer_count end) as lost_count,
        sum(right_pair_count) as right_pair_count
    from trials
    group by
        {{ listed(trial_columns()) }}

)

select * from errors
