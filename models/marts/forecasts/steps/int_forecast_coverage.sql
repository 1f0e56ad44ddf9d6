{{ config(enabled=is_enabled('forecasts')) }}

{#- How often the interval held at each earlier date, as the dates before it drew it. -#}

{%- set trial = ['store_id', 'as_of_date', 'horizon_days', 'fit_date', 'method', 'blend_weight']
-%}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_trials') }}

),

levels as (

    select * from {{ ref('customer_tiers', 'int_forecast_levels') }}

),

coverage as (

    select
        trials.{{ trial | join(', trials.') }},
        sum(trials.customer_count) as judged_count,
        sum(
            case
                when trials.actual_orders between levels.orders_low and levels.orders_high
                    then trials.customer_count
                else 0
            end
        ) as within_count
    from trials
    inner join levels
        on
            {{ same(trial, 'trials', 'levels') }}
            and coalesce(trials.band >= levels.from_band, true)
            and coalesce(trials.band < levels.below_band, true)
    group by trials.{{ trial | join(', trials.') }}

)

select * from coverage
