-- A shop without one accepted order has nothing to judge: look at rejected_orders and
-- at the mapping in inputs.
select count(*) as accepted_order_count
from {{ ref('accepted_orders') }}
having count(*) = 0
