-- Who bought in the month that ends at the newest date.
select count(distinct store_id || ' ' || customer_id)
from marts.accepted_orders
where is_purchase and order_date between date '2025-12-01' and date '{newest}'
