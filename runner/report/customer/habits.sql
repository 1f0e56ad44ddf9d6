select
    category,
    count(*) as purchase_count,
    sum(gross_revenue - discount_amount) as bought_amount
from intermediate.int_ledger_events
where
    store_id = $store
    and customer_id = $customer
    and event_date <= $as_of
    and category is not null
group by category
order by purchase_count desc, category asc
