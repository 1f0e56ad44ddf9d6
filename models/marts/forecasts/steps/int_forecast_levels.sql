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
            partition by {{ group }}, level_rank order by actual_orders
        ) as up_to_count
    from outcomes
    window the_level as (partition by {{ group }}, level_rank)

),

lows as (

    select
        *,
        min(case when up_to_count > 0.1 * level_count then actual_orders end)
            over the_level as orders_low,
        max(case when up_to_count <= 0.1 * level_count then up_to_count else 0 end)
            over the_level as below_count
    from counts
    window the_level as (partition by {{ group }}, level_rank)

),

highs as (

    select
        *,
        row_number() over (
            partition by {{ group }}, level_rank
            order by
                case when actual_orders >= orders_low then 0 else 1 end,
                abs(up_to_count - below_count - 0.8 * level_count),
                actual_orders
        ) as distance_rank
    from lows

),

levels as (

    select
        {{ group }},
        level_rank,
        min(band) as band,
        sum(customer_count) as customer_count,
        min(orders_low) as orders_low,
        min(case when distance_rank = 1 then actual_orders end) as orders_high,
        {{ ratio(
            'sum(case when actual_orders > 0 then customer_count else 0 end)',
            'sum(customer_count)'
        ) }} as return_share
    from highs
    group by {{ group }}, level_rank

),

-- The lowest level is open below, the highest above.
forecast_levels as (

    select
        {{ group }},
        level_rank,
        case when lag(level_rank) over by_level is not null then band end as from_band,
        lead(band) over by_level as below_band,
        customer_count,
        orders_low,
        orders_high,
        return_share
    from levels
    window by_level as (partition by {{ group }} order by level_rank)

)

select * from forecast_levels
