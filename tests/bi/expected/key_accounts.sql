select
    store_id,
    customer_id,
    segments.label_{lang},
    stages.label_{lang},
    last_order_date::varchar,
    net_revenue,
    key_account_index
from marts.key_accounts
inner join marts.rfm_scores using (store_id, customer_id, as_of_date)
inner join (select store_id, customer_id, as_of_date, last_order_date from marts.customer_facts)
    using (store_id, customer_id, as_of_date)
inner join rules as segments on segments.scheme = 'rfm' and segments.label = rfm_segment
inner join rules as stages on stages.scheme = 'lifecycle' and stages.label = lifecycle_stage
where as_of_date = date '{newest}' and key_account_status = 'key_account'
