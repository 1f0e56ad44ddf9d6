-- At each date with a previous one: migrations to a label add up to its customers,
-- those from it to its customers at the previous date, which other dates may be
-- compared with too.
with

counts as (

    select
        store_id,
        as_of_date,
        scheme,
        label,
        customer_count
    from {{ ref('customer_tiers', 'tier_summary') }}

),

compared_dates as (

    select
        as_of_date,
        as_of_date as counted_date,
        'to' as direction
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where movement_version is not null
    union all
    select
        as_of_date,
        previous_as_of_date as counted_date,
        'from' as direction
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where movement_version is not null

),

expected as (

    select
        counts.store_id,
        compared_dates.as_of_date,
        compared_dates.direction,
        counts.scheme,
        counts.label,
        counts.customer_count
    from counts
    inner join compared_dates on counts.as_of_date = compared_dates.counted_date

),

moves as (

    {%- for direction, beyond in {'to': 'left', 'from': 'entered'}.items() %}

    select
        store_id,
        as_of_date,
        '{{ direction }}' as direction,
        scheme,
        {{ direction }}_label as label,
        sum(customer_count) as customer_count
    from {{ ref('customer_tiers', 'tier_migrations') }}
    where {{ direction }}_label <> '{{ beyond }}'
    group by store_id, as_of_date, scheme, {{ direction }}_label
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

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
