select
    suggestion_rank,
    next_category,
    because_of_category,
    support_share,
    lift
from marts.next_categories
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
order by suggestion_rank
