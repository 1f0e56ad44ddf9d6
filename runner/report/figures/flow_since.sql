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

labels as (

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

),

moves as (

    select
        from_label,
        to_label,
        count(*) as customer_count,
        sum(net_revenue) as net_revenue
    from labels
    group by from_label, to_label

),

moves_with_ranks as (

    select
        moves.*,
        ranks_before.label_rank as rank_before,
        ranks_after.label_rank as rank_after
    from moves
    left join rules.tier_labels as ranks_before
        on moves.from_label = ranks_before.label and ranks_before.scheme = $scheme
    left join rules.tier_labels as ranks_after
        on moves.to_label = ranks_after.label and ranks_after.scheme = $scheme

),

moves_with_direction as (

    select
        *,
        case
            when rank_before is null then 'entered'
            when rank_after is null then 'left'
            when rank_before = rank_after then 'unchanged'
            when rank_before < rank_after then 'up'
            else 'down'
        end as direction
    from moves_with_ranks

)

select
    from_label,
    to_label,
    direction,
    customer_count,
    net_revenue
from moves_with_direction
order by
    direction = 'unchanged' asc,
    customer_count desc,
    from_label asc,
    to_label asc
