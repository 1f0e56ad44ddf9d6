with

moves as (

    select *
    from marts.customer_migrations
    where
        as_of_date = $as_of
        and previous_as_of_date = $before
        and store_id = $store
        and scheme in ('abc', 'key_account', 'lifecycle', 'rfm')
    order by net_revenue desc, store_id asc, customer_id asc, scheme asc
    limit 100

),

moves_with_reason as (

    select
        moves.*,
        case
            when moves.cause = 'cuts' then 'cuts'
            when customers.last_order_date > $before then 'orders'
            else 'time'
        end as reason
    from moves
    inner join marts.customer_tiers as customers
        on
            moves.store_id = customers.store_id
            and moves.customer_id = customers.customer_id
            and moves.as_of_date = customers.as_of_date

)

select
    customer_id,
    store_id,
    net_revenue,
    scheme,
    from_label,
    to_label,
    direction,
    reason,
    explanation_$language as explanation
from moves_with_reason
order by net_revenue desc, store_id asc, customer_id asc, scheme asc
