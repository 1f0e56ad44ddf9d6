select
    as_of_date,
    previous_as_of_date,
    sum(active_customer_count) as active_customer_count,
    sum(new_customer_count) as new_customer_count,
    sum(retained_customer_count) as retained_customer_count,
    sum(resurrected_customer_count) as resurrected_customer_count,
    sum(dormant_customer_count) as dormant_customer_count,
    sum(active_customer_count)
    - sum(previous_active_customer_count) as net_customer_count,
    sum(retained_customer_count)
    / nullif(sum(previous_active_customer_count), 0) as retention_share
from marts.growth_accounting
where
    as_of_date <= $as_of
    and store_id = $store
    -- Days between period ends would count the same orders again.
    and (
        as_of_date = $as_of
        or as_of_date in (
            select periods.previous_as_of_date from marts.growth_accounting as periods
        )
    )
group by all
order by as_of_date desc
limit 24
