select
    favourite_category,
    favourite_channel,
    preferred_weekday,
    preferred_hour,
    mean_gap_days,
    average_order_value,
    discount_share
from marts.purchase_habits
where
    store_id = $store
    and customer_id = $customer
    and as_of_date = $as_of
