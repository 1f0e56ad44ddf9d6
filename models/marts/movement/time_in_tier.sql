{{ config(
    materialized='as_of', enabled=is_enabled('movement'),
    meta={'version_column': 'history_version'},
) }}
{%- set labels = label_columns() -%}
with

-- Only period ends count: how often you build must not change a result.
as_of_dates as (

    select
        *,
        min(as_of_date) over () as history_begins
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest or is_period_end

),

-- Each reads the table for itself: a common one would be written down with all dates.
history as (

    select customers.*
    from {{ ref('customer_tiers', 'customer_tiers') }} as customers
    inner join as_of_dates on customers.as_of_date = as_of_dates.as_of_date

),

today as (

    select
        customers.*,
        as_of_dates.history_begins
    from {{ ref('customer_tiers', 'customer_tiers') }} as customers
    inner join as_of_dates on customers.as_of_date = as_of_dates.as_of_date
    where as_of_dates.is_newest

),

-- For each scheme, the last date with a different label than today.
last_dates as (

    select
        today.store_id,
        today.customer_id,
        min(history.as_of_date) as known_since,
        {{ last_date_with_other_label(labels.values()) }}
    from today
    inner join history
        on today.store_id = history.store_id and today.customer_id = history.customer_id
    group by today.store_id, today.customer_id

),

customers as (

    select
        today.*,
        {{ 'last_dates.' ~ labels.values() | join('_left, last_dates.') ~ '_left' }},
        last_dates.known_since
    from today
    inner join last_dates
        on
            today.store_id = last_dates.store_id
            and today.customer_id = last_dates.customer_id

),

customers_per_scheme as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.known_since,
        customers.history_begins,
        schemes.scheme,
        {{ label_of_scheme(labels, '') }} as label,
        {{ label_of_scheme(labels, '_left') }} as last_other_date
    from customers
    cross join {{ schemes_of(labels) }}

),

dates_with_the_next as (

    select
        as_of_date,
        lead(as_of_date) over (order by as_of_date) as next_date
    from as_of_dates

),

times as (

    select
        customers.*,
        coalesce(dates.next_date, customers.known_since) as since_date
    from customers_per_scheme as customers
    left join dates_with_the_next as dates
        on customers.last_other_date = dates.as_of_date
    where customers.label is not null

),

time_in_tier as (

    select
        store_id,
        customer_id,
        as_of_date,
        scheme,
        label,
        since_date,
        cast({{ days_from('since_date', 'as_of_date') }} as integer) as days_in_tier,
        since_date = history_begins as is_at_least
    from times

)

select * from time_in_tier
