select
    tiers.customer_id,
    tiers.abc_class,
    metrics.target
from {{ ref('customer_tiers', 'customer_tiers') }} as tiers
cross join {{ ref('metrics') }} as metrics
where
    tiers.abc_class = 'A'
    and tiers.as_of_date = (
        select max(as_of_date) from {{ ref('customer_tiers', 'customer_tiers') }}
    )
