select
    event_date,
    rating,
    nps,
    is_complaint
from intermediate.int_feedback_events
where
    store_id = $store
    and customer_id = $customer
    and event_date <= $as_of
order by event_date, event_number
