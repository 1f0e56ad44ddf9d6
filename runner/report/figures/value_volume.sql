select
    value_type,
    count(*) as customer_count,
    count(*) / sum(count(*)) over () as customer_share,
    sum(net_revenue) as net_revenue,
    sum(net_revenue)
    / nullif(sum(sum(net_revenue)) over (), 0) as net_revenue_share,
    count(case when is_conversion_candidate then 1 end)
        as conversion_candidate_count
from marts.customer_tiers
where
    as_of_date = $as_of
    and store_id = $store
group by value_type
order by net_revenue desc, value_type asc
