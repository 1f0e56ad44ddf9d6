select
    previous_as_of_date,
    scheme,
    from_label_$language as from_label,
    to_label_$language as to_label,
    cause,
    explanation_$language as explanation
from marts.customer_migrations
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
order by scheme
