-- The lowest level is open below, the highest above, and each begins where the one
-- before ends.
with

bounds as (

    select
        *,
        case when is_higher_better then lower_bound else upper_bound end as start_value,
        case when is_higher_better then upper_bound else lower_bound end as end_value
    from {{ ref('customer_tiers', 'tier_cuts') }}

),

bounds_with_next as (

    select
        store_id,
        as_of_date,
        scheme,
        metric,
        level,
        lower_bound,
        upper_bound,
        start_value,
        end_value,
        row_number() over worse_to_better as level_number,
        lead(start_value) over worse_to_better as next_start_value
    from bounds
    window
        worse_to_better as (
            partition by store_id, as_of_date, scheme, metric
            order by level_rank
        )

)

select
    store_id,
    as_of_date,
    scheme,
    metric,
    level
from bounds_with_next
where
    (level_number = 1) <> (start_value is null)
    or end_value is distinct from next_start_value
    or lower_bound > upper_bound
