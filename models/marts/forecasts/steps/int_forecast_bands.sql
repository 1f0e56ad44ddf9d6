{{ config(enabled=is_enabled('forecasts')) }}

{#- The customers of an earlier date by bands of what was expected of them, and by what
    came: enough for every figure of accuracy and for the levels. -#}

{%- set origin = trial_columns() | reject('eq', 'as_of_date') | list -%}

with

predictions as (

    select * from {{ ref('customer_tiers', 'int_forecast_predictions') }}

),

predictions_with_method as (

    select
        predictions.*,
        methods.method,
        cast(methods.blend_weight as double) as blend_weight
    from predictions
    cross join {{ methods_to_try() }}

),

expectations as (

    select
        *,
        {{ expected_by_method('predictions_with_method') }} as expected_orders
    from predictions_with_method

),

errors as (

    select
        *,
        expected_orders - actual_orders as error
    from expectations
    where expected_orders is not null

),

-- Added as decimals, so that the order of the rows makes no difference.
bands as (

    select
        {{ listed(origin) }},
        {{ expectation_band('expected_orders') }} as band,
        cast(actual_orders as integer) as actual_orders,
        cast(sum(customer_count) as integer) as customer_count,
        sum(cast(customer_count * expected_orders as decimal(28, 10)))
            as expected_orders,
        sum(cast(customer_count * abs(error) as decimal(28, 10))) as absolute_error,
        sum(cast(customer_count * power(error, 2) as decimal(28, 10))) as squared_error
    from errors
    group by
        {{ listed(origin) }},
        {{ expectation_band('expected_orders') }},
        actual_orders

)

select * from bands
