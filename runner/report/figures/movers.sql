with

-- Of each customer at most four: with 400 the first hundred customers are whole.
moves as (

    select *
    from marts.customer_migrations
    where
        as_of_date = $as_of
        and previous_as_of_date = $before
        and store_id = $store
        and scheme in ('key_account', 'abc', 'lifecycle', 'rfm')
    order by net_revenue desc, store_id asc, customer_id asc, scheme asc
    limit 400

),

-- Of several the first in this order.
customers as (

    select * from moves
    qualify
        row_number() over (
            partition by store_id, customer_id
            order by list_position(['key_account', 'abc', 'lifecycle', 'rfm'], scheme)
        ) = 1

),

customers_with_reason as (

    select
        customers.*,
        case
            when customers.cause = 'cuts' then 'cuts'
            when tiers.last_order_date > $before then 'orders'
            else 'time'
        end as reason,
        -- The facts, without the labels that are told before the colon.
        regexp_replace(customers.explanation_$language, '^[^:：]+[:：] *', '')
            as explanation
    from customers
    inner join marts.customer_tiers as tiers
        on
            customers.store_id = tiers.store_id
            and customers.customer_id = tiers.customer_id
            and customers.as_of_date = tiers.as_of_date

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
    reason,
    explanation
from customers_with_reason
order by net_revenue desc, store_id asc, customer_id asc
limit 100
