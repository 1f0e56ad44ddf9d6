with

-- Customers by the hundredth of their store's revenue that larger ones bring.
hundredths as (

    select
        store_id,
        coalesce(floor(revenue_share_before * 100), 100) as hundredth,
        count(*) as customer_count,
        sum(greatest(net_revenue, 0)) as net_revenue
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and store_id = $store
        and abc_class <> 'no_purchase'
    group by all

)

select
    store_id,
    sum(customer_count) over up_to_here / sum(customer_count) over of_store
        as customer_share_up_to,
    sum(net_revenue) over up_to_here / nullif(sum(net_revenue) over of_store, 0)
        as net_revenue_share_up_to
from hundredths
window
    of_store as (partition by store_id),
    up_to_here as (
        partition by store_id
        order by hundredth asc
    )
order by store_id asc, customer_share_up_to asc
