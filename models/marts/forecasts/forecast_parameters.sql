{{ config(materialized='view', enabled=is_enabled('forecasts')) }}

with

fits as (

    select * from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where fit_date = as_of_date

),

forecast_parameters as (

    select
        store_id,
        as_of_date,
        model,
        cast(customer_count as integer) as customer_count,
        r,
        alpha,
        a,
        b,
        p,
        q,
        v,
        log_likelihood,
        cast(round_count as integer) as round_count,
        ended,
        {{ as_of_version_of('fits') }} as as_of_version
    from fits

)

select * from forecast_parameters
