{{ config(enabled=is_enabled('forecasts')) }}

{#- How often the interval held at each earlier date, as those before it drew it. -#}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_trials') }}

),

levels as (

    select * from {{ ref('customer_tiers', 'int_forecast_levels') }}

),

coverage as (

    select
        {{ listed(trial_columns(), 'trials') }},
        sum(trials.customer_count) as judged_count,
        sum(
            case
                when
                    trials.actual_orders
                    >= {{ orders_of('levels.outcome_low', 'trials.band') }}
                    and trials.actual_orders
                    <= {{ orders_of('levels.outcome_high', 'trials.band') }}
                    then trials.customer_count
                else 0
            end
        ) as within_count
    from trials
    inner join levels
        on
            {{ same(trial_columns(), 'trials', 'levels') }}
            and coalesce(trials.band >= levels.from_band, true)
            and coalesce(trials.band < levels.below_band, true)
    group by
        {{ listed(trial_columns(), 'trials') }}

)

select * from coverage
