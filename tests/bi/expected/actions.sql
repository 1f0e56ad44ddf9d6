select action_{lang}, channel_label_{lang}, count(distinct store_id || ' ' || customer_id)
from marts.customer_actions
where as_of_date = date '{newest}'
group by all
