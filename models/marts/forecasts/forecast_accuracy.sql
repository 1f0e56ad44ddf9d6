{{ config(materialized='as_of', enabled=is_enabled('forecasts')) }}

{%- set place = ['store_id', 'as_of_date', 'horizon_days', 'method'] -%}

with

errors as (

    select * from {{ ref('customer_tiers', 'int_forecast_errors') }}

),

coverage as (

    select * from {{ ref('customer_tiers', 'int_forecast_coverage') }}

),

fits as (

    select * from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where fit_date = as_of_date and {{ is_found() }}

),

methods as (

    select * from {{ rules('forecast_methods') }}

),

pooled as (

    select
        {{ listed(place, 'errors') }},
        count(*) as trial_count,
        sum(errors.customer_count) as customer_count,
        cast(sum(errors.expected_orders) as double) as expected_orders,
        sum(errors.actual_orders) as actual_orders,
        {{ ratio('sum(errors.absolute_error)', 'sum(errors.customer_count)') }}
            as mean_absolute_error,
        sqrt({{ ratio('sum(errors.squared_error)', 'sum(errors.customer_count)') }})
            as root_mean_squared_error,
        {{ ratio(
            'sum(errors.expected_orders) - sum(errors.actual_orders)',
            'sum(errors.actual_orders)'
        ) }} as bias_share,
        sum(errors.expected_net_revenue) as expected_net_revenue,
        sum(errors.actual_net_revenue) as actual_net_revenue,
        {{ ratio(
            'sum(case when errors.returned_count > 0 then errors.best_found_count end)',
            'sum(case when errors.returned_count > 0 then errors.best_count end)'
        ) }} as best_found_share,
        {{ ratio(
            'sum(errors.right_pair_count)', 'sum(errors.returned_count * errors.lost_count)'
        ) }} as return_auc,
        {{ ratio('sum(coverage.within_count)', 'sum(coverage.judged_count)') }}
            as interval_coverage
    from errors
    left join coverage on {{ same(trial_columns(), 'errors', 'coverage') }}
    group by
        {{ listed(place, 'errors') }}

),

-- A method that was not tried at every date has it easier.
judged as (

    select
        pooled.*,
        methods.method_rank,
        (not methods.is_model or fits.model is not null)
        and pooled.trial_count = max(pooled.trial_count) over (
            partition by pooled.store_id, pooled.as_of_date, pooled.horizon_days
        ) as is_usable
    from pooled
    inner join methods on pooled.method = methods.method
    left join fits
        on
            {{ same_store_and_date('pooled', 'fits') }}
            and pooled.method = fits.model

),

forecast_accuracy as (

    select
        store_id,
        as_of_date,
        cast(horizon_days as integer) as horizon_days,
        method,
        cast(trial_count as integer) as trial_count,
        cast(customer_count as integer) as customer_count,
        expected_orders,
        cast(actual_orders as integer) as actual_orders,
        mean_absolute_error,
        root_mean_squared_error,
        bias_share,
        cast(expected_net_revenue as decimal(18, 4)) as expected_net_revenue,
        cast(actual_net_revenue as decimal(18, 4)) as actual_net_revenue,
        {{ ratio(
            'cast(expected_net_revenue as decimal(18, 4)) - actual_net_revenue',
            'greatest(actual_net_revenue, 0)'
        ) }} as revenue_bias_share,
        best_found_share,
        return_auc,
        interval_coverage,
        is_usable,
        is_usable and row_number() over (
            partition by store_id, as_of_date, horizon_days, is_usable
            order by root_mean_squared_error, method_rank
        ) = 1 as is_champion
    from judged

)

select * from forecast_accuracy
