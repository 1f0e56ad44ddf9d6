with

-- The table has the newest date only; the report may be of an earlier one.
cells_that_are_over as (

    select * from marts.cohort_retention
    where
        as_of_date = (
            select max(newest.as_of_date) from marts.cohort_retention as newest
        )
        and is_over
        and period_end_date <= $as_of
        and store_id = $store

),

last_cohorts as (

    select * from cells_that_are_over
    where period_number <= 12
    qualify dense_rank() over (order by cohort_date desc) <= 13

)

select
    period_number,
    sum(cohort_customer_count) as cohort_customer_count,
    sum(active_customer_count) as active_customer_count,
    sum(active_customer_count) / sum(cohort_customer_count) as retention_share
from last_cohorts
where period_number > 0
group by period_number
order by period_number asc
