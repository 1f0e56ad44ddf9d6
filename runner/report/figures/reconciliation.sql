select
    store_id,
    currency,
    measure,
    entered,
    accepted,
    rejected,
    difference
from marts.reconciliation
where
    measure <> 'row_count'
    and store_id = $store
order by
    abs(difference) desc, measure asc, store_id asc nulls last, currency asc nulls last
