select
    store_id,
    count(*) as customer_count,
    min(first_order_date) as first_order_date,
    max(last_order_date) as last_order_date,
    $as_of - max(last_order_date) as days_since_last_order
from marts.customer_tiers
where
    as_of_date = $as_of
    and store_id = $store
group by store_id
order by store_id asc
