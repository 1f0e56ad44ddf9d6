with

stores as (

    select
        store_id,
        count(*) as customer_count,
        sum(net_revenue) as net_revenue,
        count(case when purchase_day_count >= 2 then 1 end)
        / nullif(count(case when purchase_day_count >= 1 then 1 end), 0)
            as repeat_rate,
        count(case when abc_class = 'A' then 1 end) / count(*)
            as class_a_customer_share,
        -- if key_accounts
        count(case when key_account_status = 'key_account' then 1 end)
            as key_account_count,
        -- end
        count(case when lifecycle_stage = 'lapsed' then 1 end)
            as churned_customer_count
    from marts.customer_tiers
    where as_of_date = $as_of
    group by store_id

),

-- if before
stores_before as (

    select
        store_id,
        sum(net_revenue) as net_revenue
    from marts.customer_tiers
    where as_of_date = $before
    group by store_id

),

-- end
totals as (

    select sum(net_revenue) as net_revenue from stores

)

select
    stores.store_id,
    stores.customer_count,
    stores.repeat_rate,
    stores.class_a_customer_share,
    -- if key_accounts
    stores.key_account_count,
    -- end
    stores.churned_customer_count,
    stores.net_revenue,
    -- if before
    stores.net_revenue - coalesce(stores_before.net_revenue, 0)
        as period_net_revenue,
    -- end
    stores.net_revenue / nullif(totals.net_revenue, 0) as net_revenue_share
from stores
cross join totals
-- if before
left join stores_before on stores.store_id = stores_before.store_id
-- end
order by stores.net_revenue desc, stores.store_id asc
limit 300
