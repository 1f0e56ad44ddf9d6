{{ config(enabled=is_enabled('forecasts')) }}

{#- How many customers had how many orders, by level of what was expected of them: as
    known at the as-of date, and at each date at which it is tried. Levels hold about
    equally many customers, those of one band together. Where many orders are expected,
    what came is told as a share of it, since such levels are wide. -#}

{%- set group = listed(trial_columns()) -%}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_trials') }}

),

origins as (

    select * from {{ ref('customer_tiers', 'int_forecast_origins') }}

),

known_at as (

    select
        as_of_date,
        horizon_days,
        fit_date
    from origins
    union
    select
        as_of_date,
        horizon_days,
        as_of_date as fit_date
    from origins

),

-- What came within the horizon was not known before its end.
outcomes as (

    select
        {{ listed(trial_columns() | reject('eq', 'fit_date'), 'trials') }},
        known_at.fit_date,
        trials.band,
        trials.actual_orders,
        sum(trials.customer_count) as customer_count
    from trials
    inner join known_at
        on
            trials.as_of_date = known_at.as_of_date
            and trials.horizon_days = known_at.horizon_days
            and {{ days_from('trials.fit_date', 'known_at.fit_date') }}
            >= trials.horizon_days
    group by
        {{ listed(trial_columns() | reject('eq', 'fit_date'), 'trials') }},
        known_at.fit_date,
        trials.band,
        trials.actual_orders

),

outcomes_in_parts as (

    select
        *,
        band >= {{ least_relative_band() }}
        and sum(case when band >= {{ least_relative_band() }} then customer_count end)
            over (partition by {{ group }})
        >= 50 as is_relative
    from outcomes

),

counts as (

    select
        *,
        sum(customer_count) over (partition by {{ group }}, is_relative) as total_count,
        sum(customer_count) over (partition by {{ group }}, is_relative order by band)
        - sum(customer_count) over (partition by {{ group }}, band) as below_count
    from outcomes_in_parts

),

levels as (

    select
        *,
        cast(
            floor(
                below_count * least(greatest(floor(total_count / 50), 1), 20)
                / total_count
            ) as integer
        ) as level_rank
    from counts

),

outcomes_by_level as (

    select
        {{ group }},
        level_rank,
        is_relative,
        {{ outcome_of('actual_orders', 'band', 'is_relative') }} as outcome,
        min(band) as band,
        sum(customer_count) as customer_count
    from levels
    group by
        {{ group }},
        level_rank,
        is_relative,
        {{ outcome_of('actual_orders', 'band', 'is_relative') }}

)

select * from outcomes_by_level
