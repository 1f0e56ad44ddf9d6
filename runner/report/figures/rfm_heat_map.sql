select
    recency_score,
    frequency_score,
    count(*) as customer_count,
    sum(net_revenue) as net_revenue,
    sum(net_revenue)
    / nullif(sum(sum(net_revenue)) over (), 0) as net_revenue_share
from marts.customer_tiers
where
    as_of_date = $as_of
    and store_id = $store
    and recency_score is not null
group by all
order by frequency_score desc, recency_score asc
