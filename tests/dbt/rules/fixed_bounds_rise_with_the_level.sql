{{ config(enabled=is_tested([
    'lifecycle_rules', 'loyalty_rules', 'rfm_fixed_bounds'
])) }}

-- For each metric, only the lowest level has no bound, and a better level has a
-- stricter one.
with

bounds as (

    select
        scheme,
        metric,
        level,
        oriented_start,
        row_number() over (partition by scheme, metric order by level_rank)
            as level_number,
        lag(oriented_start) over (partition by scheme, metric order by level_rank)
            as worse_oriented_start
    from {{ ref('customer_tiers', 'int_fixed_bounds') }}

)

select
    scheme,
    metric,
    level
from bounds
where
    (level_number = 1) <> (oriented_start is null)
    or oriented_start <= worse_oriented_start
