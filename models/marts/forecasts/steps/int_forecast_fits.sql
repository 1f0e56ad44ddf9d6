{{ config(
    materialized='as_of',
    enabled=is_enabled('forecasts'),
    meta={'is_built_at_once': true, 'may_be_empty': true},
    post_hook='{{ forget_rows() }}'
) }}

with

-- A date needs the fits at its own day, and at the earlier days where it is tried.
fit_dates as (

    select * from {{ dates_to_fit() }} as dates

),

fits as (

    select * from {{ fitted(
        ref('customer_tiers', 'int_forecast_histories'), dates_to_fit()
    ) }} as fits

),

fits_of_dates as (

    select
        fits.store_id,
        fit_dates.as_of_date,
        fit_dates.fit_date,
        fits.model,
        fits.customer_count,
        fits.r,
        fits.alpha,
        fits.a,
        fits.b,
        fits.p,
        fits.q,
        fits.v,
        fits.log_likelihood,
        fits.round_count,
        fits.ended
    from fit_dates
    inner join fits on fit_dates.fit_date = fits.fit_date

)

select * from fits_of_dates
