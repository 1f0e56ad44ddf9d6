select
    feedback_count,
    complaint_count,
    peak_rating,
    last_rating,
    peak_end_rating,
    last_nps
from marts.customer_experience
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
