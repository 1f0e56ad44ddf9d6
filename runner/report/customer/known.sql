select $columns
from intermediate.int_customer_profiles
where
    store_id = $store
    and customer_id = $customer
