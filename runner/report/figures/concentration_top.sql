with

buyers as (

    select greatest(net_revenue, 0) as net_revenue
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and store_id = $store
        and abc_class <> 'no_purchase'

),

totals as (

    select
        count(*) as customer_count,
        sum(net_revenue) as net_revenue,
        list_sum(max(net_revenue, 10)) as net_revenue_of_ten,
        quantile_disc(-net_revenue, [0.01, 0.05, 0.1, 0.2, 0.5]) as bounds
    from buyers

),

shares as (

    select
        unnest([0.01, 0.05, 0.1, 0.2, 0.5]) as customer_share_up_to,
        -unnest(bounds) as bound
    from totals

),

-- Of those with the same revenue as the last one, as many as there are places left.
tops as (

    select
        shares.customer_share_up_to,
        ceil(shares.customer_share_up_to * totals.customer_count) as customer_count,
        sum(greatest(buyers.net_revenue - shares.bound, 0))
        + shares.bound * ceil(shares.customer_share_up_to * totals.customer_count)
            as net_revenue
    from shares
    cross join totals
    cross join buyers
    group by shares.customer_share_up_to, shares.bound, totals.customer_count
    union all
    select
        null as customer_share_up_to,
        least(customer_count, 10) as customer_count,
        net_revenue_of_ten as net_revenue
    from totals

)

select
    tops.customer_share_up_to,
    cast(tops.customer_count as integer) as customer_count,
    tops.net_revenue,
    tops.net_revenue / nullif(totals.net_revenue, 0) as net_revenue_share_up_to
from tops
cross join totals
where totals.customer_count > 0
order by tops.customer_count asc, tops.customer_share_up_to asc
