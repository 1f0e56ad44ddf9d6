select
    counts.as_of_date,
    counts.label as lifecycle_stage,
    sum(counts.customer_count) as customer_count,
    sum(counts.customer_count)
    / sum(sum(counts.customer_count)) over (partition by counts.as_of_date)
        as customer_share,
    sum(counts.net_revenue) as net_revenue
from marts.tier_summary as counts
where
    counts.scheme = 'lifecycle'
    and counts.as_of_date <= $as_of
    and counts.store_id = $store
    -- if growth_accounting
    and (
        counts.as_of_date in ($as_of, $before)
        or counts.as_of_date in (
            select periods.previous_as_of_date from marts.growth_accounting as periods
        )
    )
    -- end
group by counts.as_of_date, counts.label, counts.label_rank
order by counts.as_of_date desc, counts.label_rank desc
limit 168
