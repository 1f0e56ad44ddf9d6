select
    store_id,
    as_of_date,
    sum(revenue_share) as revenue_share
from {{ ref('customer_tiers', 'abc_tiers') }}
group by store_id, as_of_date
having abs(sum(revenue_share) - 1) > 1e-9
