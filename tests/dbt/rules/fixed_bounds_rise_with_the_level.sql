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
        start_strength,
        row_number() over (partition by scheme, metric order by level_rank)
            as level_number,
        lag(start_strength) over (partition by scheme, metric order by level_rank)
            as worse_start_strength
    from {{ ref('customer_tiers', 'int_fixed_bounds') }}

)

select
    scheme,
    metric,
    level
from bounds
where
    (level_number = 1) <> (start_strength is null)
    or start_strength <= worse_start_strength
