with

classes as (

    select
        store_id,
        abc_class,
        count(*) as customer_count,
        sum(net_revenue) as net_revenue,
        sum(greatest(net_revenue, 0)) as positive_net_revenue,
        count(case when net_revenue < 0 then 1 end) as negative_customer_count
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and store_id = $store
        and abc_class <> 'no_purchase'
    group by store_id, abc_class

),

cuts as (

    select
        store_id,
        level,
        level_rank,
        lower_bound
    from marts.tier_cuts
    where
        as_of_date = $as_of
        and scheme = 'abc'

)

select
    classes.store_id,
    classes.abc_class,
    cuts.lower_bound,
    classes.customer_count,
    classes.negative_customer_count,
    classes.net_revenue,
    sum(classes.customer_count) over best_first
    / sum(classes.customer_count) over of_store as customer_share_up_to,
    sum(classes.positive_net_revenue) over best_first
    / nullif(sum(classes.positive_net_revenue) over of_store, 0)
        as net_revenue_share_up_to
from classes
left join cuts
    on
        classes.store_id = cuts.store_id
        and classes.abc_class = cuts.level
window
    of_store as (partition by classes.store_id),
    best_first as (
        partition by classes.store_id
        order by cuts.level_rank desc
    )
order by classes.store_id asc, cuts.level_rank desc
