-- Needs and authorities whose reason does not hold, or that have none.
select
    store_id,
    customer_id,
    as_of_date,
    need_reason,
    authority_reason
from {{ ref('customer_tiers', 'man_profiles') }}
where
    has_need <> (need_reason is not null)
    or coalesce(need_reason in ('more_orders', 'both'), false)
    <> (recent_order_count > prior_order_count)
    or coalesce(need_reason in ('rhythm', 'both'), false)
    <> coalesce(
        overdue_ratio
        between {{ setting('min_need_ratio') }} and {{ setting('max_need_ratio') }},
        false
    )
    or coalesce(has_authority, false) <> (authority_reason is not null)
