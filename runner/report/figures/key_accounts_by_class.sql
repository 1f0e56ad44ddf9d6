select
    -- if key_accounts
    key_account_status,
    -- end
    abc_class,
    count(*) as customer_count,
    count(*) / sum(count(*)) over () as customer_share,
    sum(net_revenue) as net_revenue,
    sum(net_revenue)
    / nullif(sum(sum(net_revenue)) over (), 0) as net_revenue_share
from marts.customer_tiers
where
    as_of_date = $as_of
    and store_id = $store
group by all
order by
    -- if key_accounts
    key_account_status asc,
    -- end
    abc_class asc
