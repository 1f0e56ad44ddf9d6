select
    as_of_date,
    first_order_date,
    last_order_date,
    days_since_last_order,
    order_count,
    gross_revenue,
    discount_amount,
    refund_amount,
    net_revenue,
    margin_amount,
    average_order_value,
    discount_share,
    recent_net_revenue,
    prior_net_revenue,
    expected_gap_days,
    expected_next_order_date
from marts.customer_tiers
where
    store_id = $store
    and customer_id = $customer
    and as_of_date <= $as_of
order by as_of_date desc
