with

segments as (

    select
        forecast_segment,
        count(*) as customer_count,
        sum(cast(expected_orders as decimal(28, 9))) as expected_orders,
        sum(expected_net_revenue) as expected_net_revenue
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and store_id = $store
        and expected_net_revenue is not null
    group by forecast_segment

),

totals as (

    select
        sum(customer_count) as customer_count,
        sum(expected_net_revenue) as expected_net_revenue
    from segments

),

shares as (

    select
        segments.*,
        segments.customer_count / totals.customer_count as customer_share,
        segments.expected_net_revenue / nullif(totals.expected_net_revenue, 0)
            as expected_net_revenue_share
    from segments
    cross join totals

)

select
    segments.forecast_segment,
    segments.customer_count,
    segments.customer_share,
    segments.expected_orders,
    segments.expected_net_revenue,
    segments.expected_net_revenue_share
from shares as segments
left join rules.tier_labels as labels
    on
        segments.forecast_segment = labels.label
        and labels.scheme = 'forecast'
order by labels.label_rank desc, segments.forecast_segment asc
