{{ config(materialized='as_of', enabled=is_enabled('forecasts')) }}

with

errors as (

    select * from {{ ref('customer_tiers', 'int_forecast_errors') }}

),

-- The model at the date itself must have found its parameters.
fits as (

    select
        store_id,
        as_of_date,
        max(case when model = 'bg_nbd' and ended = 'converged' then 1 else 0 end)
            as has_bg_nbd,
        max(case when model = 'mbg_nbd' and ended = 'converged' then 1 else 0 end)
            as has_mbg_nbd
    from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where as_of_date = fit_date
    group by store_id, as_of_date

),

pooled as (

    select
        store_id,
        as_of_date,
        horizon_days,
        method,
        count(*) as trial_count,
        sum(customer_count) as customer_count,
        cast(sum(expected_orders) as double) as expected_orders,
        sum(actual_orders) as actual_orders,
        {{ ratio('sum(absolute_error)', 'sum(customer_count)') }} as mean_absolute_error,
        sqrt({{ ratio('sum(squared_error)', 'sum(customer_count)') }})
            as root_mean_squared_error,
        {{ ratio('sum(expected_orders) - sum(actual_orders)', 'sum(actual_orders)') }}
            as bias_share,
        {{ ratio('sum(best_found_count)', 'sum(best_count)') }} as best_found_share,
        -- The chance that one who came back was ranked above one who did not.
        {{ ratio(
            'sum(returned_rank_sum - returned_count * (returned_count + 1) / 2.0)',
            'sum(returned_count * (customer_count - returned_count))'
        ) }} as return_auc
    from errors
    group by store_id, as_of_date, horizon_days, method

),

ranked as (

    select
        pooled.*,
        case
            when pooled.method = 'bg_nbd' then coalesce(fits.has_bg_nbd, 0) = 1
            when pooled.method in ('mbg_nbd', 'blend')
                then coalesce(fits.has_mbg_nbd, 0) = 1
            else true
        end as is_usable,
        case pooled.method
            {%- for method in forecast_methods() %}
            when '{{ method }}' then {{ loop.index }}
            {%- endfor %}
        end as method_rank
    from pooled
    left join fits on {{ same_store_and_date('pooled', 'fits') }}

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
        best_found_share,
        return_auc,
        is_usable,
        is_usable and row_number() over (
            partition by store_id, as_of_date, horizon_days, is_usable
            order by root_mean_squared_error, method_rank
        ) = 1 as is_champion
    from ranked

)

select * from forecast_accuracy
