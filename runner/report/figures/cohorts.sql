select
    cohort_date,
    period_number,
    period_date,
    sum(cohort_customer_count) as cohort_customer_count,
    sum(active_customer_count) as active_customer_count,
    sum(active_customer_count) / sum(cohort_customer_count) as retention_share,
    sum(net_revenue) as net_revenue
from marts.cohort_retention
where
    as_of_date = $as_of
    and store_id = $store
    and period_number <= 12
    -- Only periods that are over.
    and active_customer_count is not null
group by cohort_date, period_number, period_date
qualify dense_rank() over (order by cohort_date desc) <= 13
order by cohort_date desc, period_number asc
