{{ config(materialized='as_of', enabled=is_enabled('forecasts')) }}

with

champions as (

    select * from {{ ref('customer_tiers', 'int_forecast_champions') }}

),

methods as (

    select * from {{ rules('forecast_methods') }}

),

findings as (

    select * from {{ rules('forecast_findings') }}

),

forecast_champions as (

    select
        champions.store_id,
        champions.as_of_date,
        cast(champions.horizon_days as integer) as horizon_days,
        champions.method,
        champions.tried_on,
        champions.fallback_reason,
        cast(champions.known_customer_count as integer) as known_customer_count,
        champions.trial_count,
        champions.root_mean_squared_error,
        champions.same_again_error,
        champions.root_mean_squared_error < champions.same_again_error
            as beats_same_again,
        champions.interval_coverage,
        {{ forecast_finding('en') }} as finding_en,
        {{ forecast_finding('zh') }} as finding_zh
    from champions
    left join methods on champions.method = methods.method
    left join findings on champions.finding = findings.finding
    left join findings as reasons
        on
            champions.fallback_reason = reasons.finding
            and reasons.finding = 'no_fit'

)

select * from forecast_champions
