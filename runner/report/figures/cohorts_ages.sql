with

cells as (

    select
        *,
        lead(period_date, 1, as_of_date + 1) over (
            partition by store_id, cohort_date
            order by period_number
        ) as next_period_date
    from marts.cohort_retention
    where
        as_of_date = (
            select max(newest.as_of_date) from marts.cohort_retention as newest
        )
        and store_id = $store

),

-- Of a period that is not over nothing is known.
cells_that_are_over as (

    select * from cells
    where
        next_period_date <= $as_of + 1
        and active_customer_count is not null

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
