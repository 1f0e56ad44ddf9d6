select
    rfm_segment,
    count(*) as customer_count,
    count(*) / sum(count(*)) over () as customer_share,
    sum(net_revenue) as net_revenue,
    sum(net_revenue)
    / nullif(sum(sum(net_revenue)) over (), 0) as net_revenue_share,
    sum(net_revenue) / count(*) as net_revenue_per_customer
from marts.customer_tiers
where
    as_of_date = $as_of
    and store_id = $store
group by rfm_segment
order by net_revenue desc, rfm_segment asc
