{{ config(materialized='as_of') }}

with

cuts as (

    {%- for step in ['int_learned_cuts', 'int_fixed_cuts'] %}

    select
        store_id,
        as_of_date,
        scheme,
        metric,
        level,
        level_rank,
        is_higher_better,
        oriented_start,
        customer_count,
        method,
        threshold
    from {{ ref('customer_tiers', step) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

-- The lowest level has no start: it takes the rest.
cuts_with_neighbours as (

    select
        *,
        case
            when lag(level_rank) over worse_to_better is null then null
            when is_higher_better then oriented_start
            else -oriented_start
        end as start_value,
        lead(case when is_higher_better then oriented_start else -oriented_start end)
            over worse_to_better as next_start_value
    from cuts
    window
        worse_to_better as (
            partition by store_id, as_of_date, scheme, metric
            order by level_rank
        )

),

bounds as (

    select
        *,
        cast(
            case when is_higher_better then start_value else next_start_value end
            as decimal(18, 4)
        ) as lower_bound,
        cast(
            case when is_higher_better then next_start_value else start_value end
            as decimal(18, 4)
        ) as upper_bound
    from cuts_with_neighbours

),

tier_cuts as (

    select
        store_id,
        as_of_date,
        scheme,
        metric,
        level,
        cast(level_rank as integer) as level_rank,
        is_higher_better,
        lower_bound,
        upper_bound,
        -- The next level up that is not empty.
        cast(
            min(
                case when lower_bound = upper_bound then null else level_rank end
            ) over (
                partition by store_id, as_of_date, scheme, metric
                order by level_rank
                rows between 1 following and unbounded following
            ) as integer
        ) as next_level_rank,
        cast(customer_count as integer) as customer_count,
        method,
        cast(threshold as double) as threshold
    from bounds

)

select * from tier_cuts
