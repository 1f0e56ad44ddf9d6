-- At each date with a date before, the moves to a label add up to its customers.
with

moves as (

    select
        store_id,
        as_of_date,
        scheme,
        to_label,
        sum(customer_count) as customer_count
    from {{ ref('tier_migrations') }}
    group by store_id, as_of_date, scheme, to_label

)

select
    counts.store_id,
    counts.as_of_date,
    counts.scheme,
    counts.label,
    counts.customer_count,
    moves.customer_count as moved_customer_count
from {{ ref('tier_summary') }} as counts
inner join {{ ref('int_as_of_dates') }} as as_of_dates
    on
        counts.as_of_date = as_of_dates.as_of_date
        and as_of_dates.movement_version is not null
left join moves
    on
        counts.store_id = moves.store_id
        and counts.as_of_date = moves.as_of_date
        and counts.scheme = moves.scheme
        and counts.label = moves.to_label
where coalesce(moves.customer_count, 0) <> counts.customer_count
