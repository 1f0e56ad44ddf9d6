-- More than max_actions, a missing rank, or a rank less urgent than the next.
select
    store_id,
    customer_id,
    count(*) as action_count
from {{ ref('customer_tiers', 'customer_actions') }}
group by store_id, customer_id
having
    count(*) > {{ setting('max_actions') }}
    or min(action_rank) <> 1
    or max(action_rank) <> count(*)
    or min(case when action_rank = 1 then priority end) <> min(priority)
