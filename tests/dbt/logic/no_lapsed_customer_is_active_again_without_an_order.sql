-- Time alone makes nobody less overdue; only a longer expected gap could.
select
    customers.store_id,
    customers.customer_id,
    customers.as_of_date,
    customers.last_order_date,
    customers.lifecycle_stage
from {{ ref('customer_tiers', 'customer_tiers') }} as customers
inner join {{ ref('customer_tiers', 'int_as_of_dates') }} as as_of_dates
    on customers.as_of_date = as_of_dates.as_of_date
inner join {{ ref('customer_tiers', 'customer_tiers') }} as past
    on
        customers.store_id = past.store_id
        and customers.customer_id = past.customer_id
        and as_of_dates.previous_as_of_date = past.as_of_date
where
    past.lifecycle_stage = 'lapsed'
    and customers.lifecycle_stage = 'active'
    and customers.last_order_date <= as_of_dates.previous_as_of_date
    and customers.expected_gap_days <= past.expected_gap_days
