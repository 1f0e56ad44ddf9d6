with

before as (

    select
        store_id,
        customer_id,
        net_revenue,
        case $scheme when 'rfm' then rfm_segment else lifecycle_stage end as label
    from marts.customer_tiers
    where
        as_of_date = $before
        and store_id = $store

),

after as (

    select
        store_id,
        customer_id,
        net_revenue,
        case $scheme when 'rfm' then rfm_segment else lifecycle_stage end as label
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and store_id = $store

),

moves as (

    select
        coalesce(before.label, 'entered') as from_label,
        coalesce(after.label, 'left') as to_label,
        coalesce(after.net_revenue, before.net_revenue) as net_revenue
    from before
    full join after
        on
            before.store_id = after.store_id
            and before.customer_id = after.customer_id
    where before.label is not null or after.label is not null

)

select
    from_label,
    to_label,
    count(*) as customer_count,
    sum(net_revenue) as net_revenue
from moves
group by from_label, to_label
order by
    from_label = to_label asc, customer_count desc, from_label asc, to_label asc
