with

cohorts as (

    select
        cohort_date,
        sum(cohort_customer_count) filter (where period_number = 0)
            as cohort_customer_count,
        sum(net_revenue) filter (where period_number = 0) as first_net_revenue,
        sum(net_revenue) filter (where period_number > 0) as later_net_revenue
    from marts.cohort_retention
    where
        as_of_date = $as_of
        and store_id = $store
        and active_customer_count is not null
    group by cohort_date

)

select
    cohort_date,
    cohort_customer_count,
    first_net_revenue,
    coalesce(later_net_revenue, 0) as later_net_revenue,
    (first_net_revenue + coalesce(later_net_revenue, 0)) / cohort_customer_count
        as revenue_per_customer
from cohorts
order by cohort_date desc
limit 13
