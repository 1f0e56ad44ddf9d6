-- What was known stays known: the moves from a label add up to its customers of before.
with

moves as (

    select
        store_id,
        previous_as_of_date,
        scheme,
        from_label,
        sum(customer_count) as customer_count
    from {{ ref('tier_migrations') }}
    group by store_id, previous_as_of_date, scheme, from_label

)

select
    counts.store_id,
    counts.as_of_date,
    counts.scheme,
    counts.label,
    counts.customer_count,
    moves.customer_count as moved_customer_count
from {{ ref('tier_summary') }} as counts
left join moves
    on
        counts.store_id = moves.store_id
        and counts.as_of_date = moves.previous_as_of_date
        and counts.scheme = moves.scheme
        and counts.label = moves.from_label
where
    counts.as_of_date in (select m.previous_as_of_date from moves as m)
    and coalesce(moves.customer_count, 0) <> counts.customer_count
