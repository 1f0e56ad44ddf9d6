select
    store_id,
    rejection_reason,
    currency,
    count(*) as row_count,
    sum(source_gross_amount) as source_gross_amount
from marts.rejected_orders
where
    true
    and store_id = $store
group by all
order by
    row_count desc,
    rejection_reason asc,
    store_id asc nulls last,
    currency asc nulls last
limit 200
