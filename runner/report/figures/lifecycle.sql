select
    stages.as_of_date,
    stages.label as lifecycle_stage,
    sum(stages.customer_count) as customer_count,
    sum(stages.customer_count)
    / sum(sum(stages.customer_count)) over (partition by stages.as_of_date)
        as customer_share,
    sum(stages.net_revenue) as net_revenue
from marts.tier_summary as stages
inner join intermediate.int_as_of_dates as dates
    on stages.as_of_date = dates.as_of_date
where
    stages.scheme = 'lifecycle'
    and stages.as_of_date <= $as_of
    and stages.store_id = $store
    and (dates.is_period_end or stages.as_of_date in ($as_of, $before))
group by stages.as_of_date, stages.label, stages.label_rank
order by stages.as_of_date desc, stages.label_rank desc
limit 168
