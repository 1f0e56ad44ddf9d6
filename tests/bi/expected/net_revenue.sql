select sum(net_revenue)
from marts.customer_facts
where as_of_date = date '{newest}'
