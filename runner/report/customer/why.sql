select
    scheme,
    metric,
    explanation_$language as explanation
from marts.tier_explanations
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
order by scheme, metric
