{{ config(enabled=is_enabled('forecasts')) }}

{#- The levels of the method in force, by each band of what it expects: a customer meets
    one row. -#}

with

champions as (

    select * from {{ ref('customer_tiers', 'forecast_champions') }}

),

levels as (

    select * from {{ ref('customer_tiers', 'int_forecast_levels') }}
    where fit_date = as_of_date

),

-- From less than an order in a thousand customers to 20,000 of one.
bands as (

    select n - 140 as band
    from {{ whole_numbers(340) }}

),

levels_by_band as (

    select
        levels.store_id,
        levels.as_of_date,
        levels.horizon_days,
        bands.band,
        {{ orders_of('levels.outcome_low', 'bands.band') }} as orders_low,
        {{ orders_of('levels.outcome_high', 'bands.band') }} as orders_high,
        levels.return_share
    from levels
    inner join champions
        on
            {{ same_store_and_date('levels', 'champions') }}
            and levels.horizon_days = champions.horizon_days
            and levels.method = champions.method
    inner join bands
        on
            coalesce(levels.from_band <= bands.band, true)
            and coalesce(levels.below_band > bands.band, true)

)

select * from levels_by_band
