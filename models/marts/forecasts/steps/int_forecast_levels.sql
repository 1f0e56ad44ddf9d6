{{ config(
    materialized='as_of',
    enabled=is_enabled('forecasts'),
    meta={'may_be_empty': true}
) }}

{#- The orders that four of five customers had at each level, as nearly as whole numbers
    can say it; at most a tenth of them had fewer. -#}

{%- set group = listed(trial_columns()) -%}

with

outcomes as (

    select * from {{ ref('customer_tiers', 'int_forecast_outcomes') }}

),

counts as (

    select
        *,
        sum(customer_count) over the_level as level_count,
        sum(customer_count) over (
            partition by {{ group }}, is_relative, level_rank order by outcome
        ) as up_to_count
    from outcomes
    window the_level as (partition by {{ group }}, is_relative, level_rank)

),

lows as (

    select
        *,
        min(case when up_to_count > 0.1 * level_count then outcome end)
            over the_level as outcome_low,
        max(case when up_to_count <= 0.1 * level_count then up_to_count else 0 end)
            over the_level as below_count
    from counts
    window the_level as (partition by {{ group }}, is_relative, level_rank)

),

highs as (

    select
        *,
        row_number() over (
            partition by {{ group }}, is_relative, level_rank
            order by
                case when outcome >= outcome_low then 0 else 1 end,
                abs(up_to_count - below_count - 0.8 * level_count),
                outcome
        ) as distance_rank
    from lows

),

levels as (

    select
        {{ group }},
        is_relative,
        level_rank,
        min(band) as band,
        sum(customer_count) as customer_count,
        min(outcome_low) as outcome_low,
        min(case when distance_rank = 1 then outcome end) as outcome_high,
        {{ ratio(
            'sum(case when outcome > 0 then customer_count else 0 end)',
            'sum(customer_count)'
        ) }} as return_share
    from highs
    group by {{ group }}, is_relative, level_rank

),

-- The lowest level is open below, the highest above.
forecast_levels as (

    select
        {{ group }},
        is_relative,
        level_rank,
        case when lag(level_rank) over by_level is not null then band end as from_band,
        lead(band) over by_level as below_band,
        customer_count,
        outcome_low,
        outcome_high,
        return_share
    from levels
    window by_level as (partition by {{ group }} order by is_relative, level_rank)

)

select * from forecast_levels
