select count(distinct store_id || ' ' || customer_id)
from marts.customer_facts
where as_of_date = date '{newest}'
