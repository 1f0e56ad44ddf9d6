select
    store_id,
    customer_id,
    count(*) as action_count
from {{ ref('customer_actions') }}
group by store_id, customer_id
having count(*) > 3 or min(action_rank) <> 1 or max(action_rank) <> count(*)
