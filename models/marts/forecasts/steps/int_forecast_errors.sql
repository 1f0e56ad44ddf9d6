{{ config(
    materialized='as_of',
    enabled=is_enabled('forecasts'),
    meta={'is_built_at_once': true}
) }}

{#- How far each method was off at each earlier date. -#}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_trials') }}
    where {{ is_missing('as_of_date') }}

),

origins as (

    select
        store_id,
        fit_date,
        horizon_days,
        min(as_of_date) as as_of_date
    from trials
    group by store_id, fit_date, horizon_days

),

-- A date is tried once, though many later dates count it.
predictions as (

    {%- for method in forecast_methods() %}

    select
        trials.store_id,
        trials.customer_id,
        trials.fit_date,
        trials.horizon_days,
        '{{ method }}' as method,
        trials.{{ method }} as expected_orders,
        trials.actual_orders
    from trials
    inner join origins
        on
            trials.store_id = origins.store_id
            and trials.fit_date = origins.fit_date
            and trials.horizon_days = origins.horizon_days
            and trials.as_of_date = origins.as_of_date
    where trials.{{ method }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

ranked as (

    select
        *,
        row_number() over (
            partition by store_id, fit_date, horizon_days, method
            order by expected_orders desc, {{ place_in_sample('customer_id') }}, customer_id
        ) as expected_rank,
        row_number() over (
            partition by store_id, fit_date, horizon_days, method
            order by actual_orders desc, {{ place_in_sample('customer_id') }}, customer_id
        ) as actual_rank,
        count(*) over (
            partition by store_id, fit_date, horizon_days, method
        ) as customer_count,
        -- The mean place among equals, from the least on.
        rank() over (
            partition by store_id, fit_date, horizon_days, method order by expected_orders
        ) + (
            count(*) over (
                partition by store_id, fit_date, horizon_days, method, expected_orders
            ) - 1
        ) / 2.0 as middle_rank
    from predictions

),

errors as (

    select
        store_id,
        fit_date,
        horizon_days,
        method,
        count(*) as customer_count,
        sum(cast(expected_orders as decimal(38, 12))) as expected_orders,
        sum(actual_orders) as actual_orders,
        sum(cast(abs(expected_orders - actual_orders) as decimal(38, 12)))
            as absolute_error,
        sum(cast(power(expected_orders - actual_orders, 2) as decimal(38, 12)))
            as squared_error,
        sum(case when actual_rank <= ceil(customer_count / 5.0) then 1 else 0 end)
            as best_count,
        sum(
            case
                when
                    actual_rank <= ceil(customer_count / 5.0)
                    and expected_rank <= ceil(customer_count / 5.0)
                    then 1
                else 0
            end
        ) as best_found_count,
        sum(case when actual_orders > 0 then 1 else 0 end) as returned_count,
        sum(case when actual_orders > 0 then middle_rank else 0 end)
            as returned_rank_sum
    from ranked
    group by store_id, fit_date, horizon_days, method

),

errors_of_dates as (

    select
        errors.*,
        tried.as_of_date
    from errors
    inner join (
        select distinct
            store_id,
            fit_date,
            horizon_days,
            as_of_date
        from trials
    ) as tried
        on
            errors.store_id = tried.store_id
            and errors.fit_date = tried.fit_date
            and errors.horizon_days = tried.horizon_days

)

select * from errors_of_dates
