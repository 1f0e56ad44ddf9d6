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

)

select
    cohort_date,
    period_number,
    period_date,
    sum(cohort_customer_count) as cohort_customer_count,
    sum(active_customer_count) as active_customer_count,
    sum(active_customer_count) / sum(cohort_customer_count) as retention_share,
    sum(net_revenue) as net_revenue
from cells_that_are_over
where period_number <= 12
group by cohort_date, period_number, period_date
qualify dense_rank() over (order by cohort_date desc) <= 13
order by cohort_date desc, period_number asc
