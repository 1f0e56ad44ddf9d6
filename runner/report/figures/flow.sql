select
    from_label,
    to_label,
    direction,
    cause,
    sum(customer_count) as customer_count,
    sum(net_revenue) as net_revenue
from marts.tier_migrations
where
    scheme = $scheme
    and as_of_date = $as_of
    and previous_as_of_date = $before
    and store_id = $store
group by from_label, to_label, direction, cause
order by
    direction = 'unchanged' asc,
    sum(customer_count) desc,
    from_label asc,
    to_label asc,
    cause asc
