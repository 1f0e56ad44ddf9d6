select
    cast(date_trunc($period, event_date) as date) as period_date,
    sum(order_count) as order_count,
    sum(gross_revenue - discount_amount - refund_amount) as net_revenue
from intermediate.int_ledger_events
where
    store_id = $store
    and customer_id = $customer
    and event_date <= $as_of
group by all
having
    count(purchase_date) > 0
    or net_revenue != 0
order by period_date
