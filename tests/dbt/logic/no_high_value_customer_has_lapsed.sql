-- Customers graded high_value in the lifecycle stage lapsed.
select
    grades.store_id,
    grades.customer_id,
    grades.as_of_date
from {{ ref('customer_tiers', 'customer_grades') }} as grades
inner join {{ ref('customer_tiers', 'lifecycle_stages') }} as lifecycle
    on {{ same_customer('grades', 'lifecycle') }}
where
    grades.customer_grade = 'high_value'
    and lifecycle.lifecycle_stage = 'lapsed'
