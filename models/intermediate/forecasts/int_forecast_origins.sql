{{ config(enabled=is_enabled('forecasts')) }}

{#- The day after a month end starts the next month. -#}
{%- set last_day = add_days('dates.as_of_date', '1 - horizons.horizon_days') -%}

with

dates as (

    select * from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

-- Month ends, not days back from the as-of date: neighbouring dates share them.
origins as (

    select
        dates.as_of_date,
        horizons.horizon_days,
        {{ add_days(months_later(
            dbt.date_trunc('month', last_day), '1 - whole_numbers.n'
        ), -1) }} as fit_date
    from dates
    cross join {{ horizons() }}
    cross join {{ whole_numbers(setting('forecast_origins')) }}

)

select * from origins
