with

moves as (

    select *
    from marts.customer_migrations
    where
        as_of_date = $as_of
        and previous_as_of_date = $before
        and store_id = $store
        and scheme in ('abc', 'key_account', 'lifecycle', 'rfm')

),

buyers as (

    select
        store_id,
        customer_id
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and last_order_date > $before

),

moves_with_reason as (

    select
        moves.*,
        case
            when moves.cause = 'cuts' then 'cuts'
            when buyers.customer_id is not null then 'orders'
            else 'time'
        end as reason
    from moves
    left join buyers
        on
            moves.store_id = buyers.store_id
            and moves.customer_id = buyers.customer_id

)

select
    scheme,
    reason,
    direction,
    count(*) as move_count,
    sum(net_revenue) as net_revenue
from moves_with_reason
group by all
order by scheme asc, reason asc, direction desc
