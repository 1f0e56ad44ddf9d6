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

cohorts as (

    select
        cohort_date,
        sum(cohort_customer_count) filter (where period_number = 0)
            as cohort_customer_count,
        sum(net_revenue) filter (where period_number = 0) as first_net_revenue,
        coalesce(sum(net_revenue) filter (where period_number > 0), 0)
            as later_net_revenue
    from cells_that_are_over
    group by cohort_date

)

select
    cohort_date,
    cohort_customer_count,
    first_net_revenue,
    later_net_revenue,
    (first_net_revenue + later_net_revenue) / cohort_customer_count
        as revenue_per_customer
from cohorts
order by cohort_date desc
limit 13
