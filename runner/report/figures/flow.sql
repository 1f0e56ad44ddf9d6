with

moves as (

    select
        from_label,
        to_label,
        cause,
        sum(customer_count) as customer_count,
        sum(net_revenue) as net_revenue
    from marts.tier_migrations
    where
        scheme = $scheme
        and as_of_date = $as_of
        and previous_as_of_date = $before
        and store_id = $store
    group by from_label, to_label, cause

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
    cause,
    customer_count,
    net_revenue
from moves_with_direction
order by
    direction = 'unchanged' asc,
    customer_count desc,
    from_label asc,
    to_label asc,
    cause asc
