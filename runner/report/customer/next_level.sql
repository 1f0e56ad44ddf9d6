select
    explanations.scheme,
    explanations.metric,
    explanations.metric_value,
    explanations.distance_to_next_level,
    coalesce(labels.label_$language, explanations.next_level) as next_level
from marts.tier_explanations as explanations
left join rules.tier_labels as labels
    on
        explanations.scheme = labels.scheme
        and explanations.next_level = labels.label
where
    explanations.store_id = $store
    and explanations.customer_id = $customer
    and explanations.as_of_date = $as_of
    and explanations.distance_to_next_level > 0
order by explanations.scheme, explanations.metric
