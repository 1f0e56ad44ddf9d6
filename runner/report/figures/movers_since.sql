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

-- Of several changes the first is told.
customers as (

    select
        after.store_id,
        after.customer_id,
        after.net_revenue,
        after.order_count - before.order_count as new_order_count,
        after.net_revenue - before.net_revenue as net_revenue_change,
        case
            when before.abc_class <> after.abc_class then 'abc'
            when before.lifecycle_stage <> after.lifecycle_stage then 'lifecycle'
            else 'rfm'
        end as scheme,
        case scheme
            when 'abc' then before.abc_class
            when 'lifecycle' then before.lifecycle_stage
            else before.rfm_segment
        end as from_label,
        case scheme
            when 'abc' then after.abc_class
            when 'lifecycle' then after.lifecycle_stage
            else after.rfm_segment
        end as to_label
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

customers_with_direction as (

    select
        customers.*,
        if(ranks.label_rank > ranks_before.label_rank, 'up', 'down') as direction
    from customers
    inner join rules.tier_labels as ranks
        on
            customers.scheme = ranks.scheme
            and customers.to_label = ranks.label
    inner join rules.tier_labels as ranks_before
        on
            customers.scheme = ranks_before.scheme
            and customers.from_label = ranks_before.label

)

select
    customer_id,
    -- if stores
    store_id,
    -- end
    net_revenue,
    from_label,
    to_label,
    direction,
    new_order_count,
    net_revenue_change
from customers_with_direction
order by net_revenue desc, store_id asc, customer_id asc
