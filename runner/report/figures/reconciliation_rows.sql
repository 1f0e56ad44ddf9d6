select
    store_id,
    currency,
    cast(entered as bigint) as entered_row_count,
    cast(accepted as bigint) as accepted_row_count,
    cast(rejected as bigint) as rejected_row_count,
    cast(difference as bigint) as lost_row_count
from marts.reconciliation
where
    measure = 'row_count'
    and store_id = $store
order by abs(difference) desc, store_id asc nulls last, currency asc nulls last
