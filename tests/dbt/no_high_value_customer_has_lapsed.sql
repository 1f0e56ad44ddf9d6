-- Customers graded high_value in the lifecycle stage lapsed.
select
    grades.store_id,
    grades.customer_id,
    grades.as_of_date
from {{ ref('customer_grades') }} as grades
inner join {{ ref('lifecycle_stages') }} as stages
    on {{ same_customer('grades', 'stages') }}
where
    grades.customer_grade = 'high_value'
    and stages.lifecycle_stage = 'lapsed'
