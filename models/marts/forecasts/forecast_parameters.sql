{{ config(materialized='view', enabled=is_enabled('forecasts')) }}

with

fits as (

    select * from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where fit_date = as_of_date

),

forecast_parameters as (

    select
        fits.store_id,
        fits.as_of_date,
        fits.model,
        cast(fits.customer_count as integer) as customer_count,
        fits.r,
        fits.alpha,
        fits.a,
        fits.b,
        fits.p,
        fits.q,
        fits.v,
        fits.log_likelihood,
        cast(fits.round_count as integer) as round_count,
        fits.ended,
        {{ as_of_version_of('fits') }} as as_of_version
    from fits

)

select * from forecast_parameters
