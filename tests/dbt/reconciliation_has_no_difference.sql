select
    store_id,
    currency,
    measure,
    difference
from {{ ref('customer_tiers', 'reconciliation') }}
where difference <> 0
