select
    store_id,
    currency,
    measure,
    difference
from {{ ref('reconciliation') }}
where difference <> 0
