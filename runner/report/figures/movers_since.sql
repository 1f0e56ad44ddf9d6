with

before as (

    select
        store_id,
        customer_id,
        abc_class,
        lifecycle_stage,
        rfm_segment,
        order_count,
        net_revenue
    from marts.customer_tiers
    where as_of_date = $before

),

after as (

    select
        store_id,
        customer_id,
        abc_class,
        lifecycle_stage,
        rfm_segment,
        order_count,
        net_revenue
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and store_id = $store

),

-- At most three moves of each customer.
customers as (

    select
        after.store_id,
        after.customer_id,
        after.net_revenue,
        after.order_count - before.order_count as new_order_count,
        after.net_revenue - before.net_revenue as net_revenue_change,
        [before.abc_class, before.lifecycle_stage, before.rfm_segment] as labels_before,
        [after.abc_class, after.lifecycle_stage, after.rfm_segment] as labels
    from after
    inner join before
        on
            after.store_id = before.store_id
            and after.customer_id = before.customer_id
    where
        before.abc_class <> after.abc_class
        or before.lifecycle_stage <> after.lifecycle_stage
        or before.rfm_segment <> after.rfm_segment
    order by after.net_revenue desc, after.store_id asc, after.customer_id asc
    limit 100

),

labels as (

    select
        *,
        unnest(['abc', 'lifecycle', 'rfm']) as scheme,
        unnest(labels_before) as from_label,
        unnest(labels) as to_label
    from customers

)

select
    labels.customer_id,
    labels.store_id,
    labels.net_revenue,
    labels.scheme,
    labels.from_label,
    labels.to_label,
    labels.new_order_count,
    labels.net_revenue_change,
    if(ranks.label_rank > ranks_before.label_rank, 'up', 'down') as direction
from labels
inner join rules.tier_labels as ranks
    on
        labels.scheme = ranks.scheme
        and labels.to_label = ranks.label
inner join rules.tier_labels as ranks_before
    on
        labels.scheme = ranks_before.scheme
        and labels.from_label = ranks_before.label
where labels.from_label <> labels.to_label
order by
    labels.net_revenue desc,
    labels.store_id asc,
    labels.customer_id asc,
    labels.scheme asc
limit 100
