select
    recency_score,
    frequency_score,
    case
        when frequency_score >= $high and recency_score >= $high
            then 'often_and_lately'
        when frequency_score >= $high and recency_score <= $low
            then 'often_not_lately'
        else 'others'
    end as habit,
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
