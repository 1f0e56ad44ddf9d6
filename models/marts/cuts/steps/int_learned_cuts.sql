{{ config(materialized='as_of') }}

with

levels_in_use as (

    select
        store_id,
        as_of_date,
        scheme,
        method,
        metric,
        is_higher_better,
        level_rank,
        min(strength) as weakest_strength,
        max(threshold) as threshold,
        sum(case when strength is not null then customer_count else 0 end)
            as customer_count
    from {{ ref('customer_tiers', 'int_learned_levels') }}
    group by
        store_id, as_of_date, scheme, method, metric, is_higher_better, level_rank

),

scheme_levels as (

    select * from {{ ref('customer_tiers', 'int_scheme_levels') }}

),

best_levels as (

    select
        store_id,
        as_of_date,
        scheme,
        method,
        metric,
        is_higher_better,
        max(level_rank) as best_level_rank
    from levels_in_use
    group by store_id, as_of_date, scheme, method, metric, is_higher_better

),

-- Every level up to the best one reached, also those in between that nobody has.
reachable_levels as (

    select
        best_levels.*,
        scheme_levels.level,
        scheme_levels.level_rank
    from best_levels
    inner join scheme_levels
        on
            best_levels.scheme = scheme_levels.scheme
            and best_levels.best_level_rank >= scheme_levels.level_rank

),

-- A level begins with the weakest strength found at it or at a better one.
learned_cuts as (

    select
        reachable_levels.store_id,
        reachable_levels.as_of_date,
        reachable_levels.scheme,
        reachable_levels.method,
        reachable_levels.metric,
        reachable_levels.is_higher_better,
        reachable_levels.level,
        reachable_levels.level_rank,
        levels_in_use.threshold,
        coalesce(levels_in_use.customer_count, 0) as customer_count,
        min(levels_in_use.weakest_strength) over (
            partition by
                reachable_levels.store_id,
                reachable_levels.as_of_date,
                reachable_levels.scheme,
                reachable_levels.metric
            order by reachable_levels.level_rank desc
            rows between unbounded preceding and current row
        ) as start_strength
    from reachable_levels
    left join levels_in_use
        on
            reachable_levels.store_id = levels_in_use.store_id
            and reachable_levels.as_of_date = levels_in_use.as_of_date
            and reachable_levels.scheme = levels_in_use.scheme
            and reachable_levels.metric = levels_in_use.metric
            and reachable_levels.level_rank = levels_in_use.level_rank

)

select * from learned_cuts
