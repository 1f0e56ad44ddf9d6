{{ config(materialized='as_of', enabled=is_enabled('forecasts')) }}

{#- Levels of what was expected, and how many orders came at each. -#}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_trials') }}

),

champions as (

    select * from {{ ref('customer_tiers', 'int_forecast_champions') }}

),

predictions as (

    select
        trials.*,
        champions.method
    from trials
    inner join champions
        on
            {{ same_store_and_date('trials', 'champions') }}
            and trials.horizon_days = champions.horizon_days

),

outcomes as (

    select
        store_id,
        as_of_date,
        horizon_days,
        {{ expected_by_method('predictions') }} as expected_orders,
        actual_orders,
        count(*) as customer_count
    from predictions
    group by
        store_id,
        as_of_date,
        horizon_days,
        {{ expected_by_method('predictions') }},
        actual_orders

),

totals as (

    select
        store_id,
        as_of_date,
        horizon_days,
        sum(customer_count) as total_count
    from outcomes
    group by store_id, as_of_date, horizon_days

),

-- Equal expectations are at one level.
outcomes_with_level as (

    select
        outcomes.*,
        floor(
            (
                sum(outcomes.customer_count) over (
                    partition by
                        outcomes.store_id, outcomes.as_of_date, outcomes.horizon_days
                    order by outcomes.expected_orders
                )
                - sum(outcomes.customer_count) over (
                    partition by
                        outcomes.store_id,
                        outcomes.as_of_date,
                        outcomes.horizon_days,
                        outcomes.expected_orders
                )
            ) * least(floor(totals.total_count / 50), 20) / totals.total_count
        ) as level_rank
    from outcomes
    inner join totals
        on
            {{ same_store_and_date('outcomes', 'totals') }}
            and outcomes.horizon_days = totals.horizon_days

),

actual_counts as (

    select
        store_id,
        as_of_date,
        horizon_days,
        level_rank,
        actual_orders,
        min(expected_orders) as lowest_expected_orders,
        sum(customer_count) as customer_count,
        sum(sum(customer_count)) over (
            partition by store_id, as_of_date, horizon_days, level_rank
            order by actual_orders
        ) as up_to_count,
        sum(sum(customer_count)) over (
            partition by store_id, as_of_date, horizon_days, level_rank
        ) as level_count
    from outcomes_with_level
    group by store_id, as_of_date, horizon_days, level_rank, actual_orders

),

lows as (

    select
        *,
        min(
            case when up_to_count > 0.1 * level_count then actual_orders end
        ) over (
            partition by store_id, as_of_date, horizon_days, level_rank
        ) as orders_low
    from actual_counts

),

lows_with_share as (

    select
        *,
        sum(case when actual_orders >= orders_low then customer_count else 0 end) over (
            partition by store_id, as_of_date, horizon_days, level_rank
            order by actual_orders
        ) as from_low_count
    from lows

),

levels as (

    select
        store_id,
        as_of_date,
        horizon_days,
        level_rank,
        min(lowest_expected_orders) as lower_bound,
        max(level_count) as customer_count,
        max(orders_low) as orders_low,
        min(case when from_low_count >= 0.8 * level_count then actual_orders end)
            as orders_high,
        {{ ratio(
            'sum(case when actual_orders > 0 then customer_count else 0 end)',
            'sum(customer_count)'
        ) }} as return_share
    from lows_with_share
    group by store_id, as_of_date, horizon_days, level_rank

),

-- The lowest level takes the rest.
forecast_levels as (

    select
        store_id,
        as_of_date,
        horizon_days,
        level_rank,
        case when lag(level_rank) over by_level is not null then lower_bound end
            as lower_bound,
        lead(lower_bound) over by_level as upper_bound,
        customer_count,
        orders_low,
        coalesce(orders_high, orders_low) as orders_high,
        return_share
    from levels
    window
        by_level as (
            partition by store_id, as_of_date, horizon_days order by level_rank
        )

)

select * from forecast_levels
