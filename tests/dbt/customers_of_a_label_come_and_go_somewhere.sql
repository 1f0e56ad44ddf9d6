-- The moves to a label add up to its customers, those from it to its customers before.
with

counts as (

    select
        store_id,
        as_of_date,
        scheme,
        label,
        customer_count
    from {{ ref('tier_summary') }}

),

moves as (

    select
        store_id,
        as_of_date,
        'to' as direction,
        scheme,
        to_label as label,
        sum(customer_count) as customer_count
    from {{ ref('tier_migrations') }}
    where to_label <> 'left'
    group by store_id, as_of_date, scheme, to_label
    union all
    select
        store_id,
        previous_as_of_date as as_of_date,
        'from' as direction,
        scheme,
        from_label as label,
        sum(customer_count) as customer_count
    from {{ ref('tier_migrations') }}
    where from_label <> 'entered'
    group by store_id, previous_as_of_date, scheme, from_label

),

compared_dates as (

    select
        as_of_date,
        'to' as direction
    from {{ ref('int_as_of_dates') }}
    where movement_version is not null
    union all
    select
        previous_as_of_date as as_of_date,
        'from' as direction
    from {{ ref('int_as_of_dates') }}
    where movement_version is not null

),

expected as (

    select
        counts.*,
        compared_dates.direction
    from counts
    inner join compared_dates on counts.as_of_date = compared_dates.as_of_date

)

select
    expected.customer_count,
    moves.customer_count as moved_customer_count,
    coalesce(expected.store_id, moves.store_id) as store_id,
    coalesce(expected.as_of_date, moves.as_of_date) as as_of_date,
    coalesce(expected.scheme, moves.scheme) as scheme,
    coalesce(expected.label, moves.label) as label,
    coalesce(expected.direction, moves.direction) as direction
from expected
full outer join moves
    on
        expected.store_id = moves.store_id
        and expected.as_of_date = moves.as_of_date
        and expected.direction = moves.direction
        and expected.scheme = moves.scheme
        and expected.label = moves.label
where coalesce(expected.customer_count, 0) <> coalesce(moves.customer_count, 0)
