select
    counts.as_of_date,
    counts.label as lifecycle_stage,
    sum(counts.customer_count) as customer_count,
    sum(counts.customer_count)
    / sum(sum(counts.customer_count)) over (partition by counts.as_of_date)
        as customer_share,
    sum(counts.net_revenue) as net_revenue
from marts.tier_summary as counts
inner join intermediate.int_as_of_dates as dates
    on counts.as_of_date = dates.as_of_date
where
    counts.scheme = 'lifecycle'
    and counts.as_of_date <= $as_of
    and counts.store_id = $store
    and (dates.is_period_end or counts.as_of_date in ($as_of, $before))
group by counts.as_of_date, counts.label, counts.label_rank
order by counts.as_of_date desc, counts.label_rank desc
limit 168
