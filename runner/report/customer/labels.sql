select
    as_of_date,
    $columns
from marts.customer_tiers
where
    store_id = $store
    and customer_id = $customer
    and as_of_date <= $as_of
order by as_of_date desc
