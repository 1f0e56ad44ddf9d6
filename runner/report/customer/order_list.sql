select
    order_date,
    order_id,
    order_status_label_$language as order_status,
    is_purchase,
    channel,
    category,
    gross_amount,
    discount_amount,
    refund_amount,
    full_return_amount,
    net_amount
from marts.accepted_orders
where
    store_id = $store
    and customer_id = $customer
    and order_date <= $as_of
order by ordered_at desc, order_id asc
limit 100
