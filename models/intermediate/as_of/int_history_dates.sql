{%- set grain = setting('history_grain') -%}
{%- set held_dates = "'" ~ held_dates() | join("', '") ~ "'" -%}

with

last_accepted_order as (

    select max(order_date) as order_date
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where rejection_reason is null

),

first_event as (

    -- What was always known gets the very first day.
    select min(event_date) as event_date
    from {{ ref('customer_tiers', 'int_ledger_days') }}
    where event_date > cast('0001-01-01' as date)

),

newest as (

    select
        {% if setting('as_of_date') -%}
        cast('{{ setting('as_of_date') }}' as date)
        {%- else -%}
        order_date
        {%- endif %} as as_of_date
    from last_accepted_order
    where order_date is not null

),

-- The day after a period end starts the next period.
limits as (

    select
        newest.as_of_date as newest_date,
        least(first_event.event_date, newest.as_of_date) as first_date,
        {{ add_days('newest.as_of_date', 1) }} as end_date,
        {{ add_days('newest.as_of_date', -setting('keep_daily_days')) }}
            as first_daily_date,
        {{ add_days(
            dbt.dateadd(
                grain,
                1 - setting('history_periods'),
                dbt.date_trunc(grain, 'newest.as_of_date')
            ),
            -1
        ) }} as first_period_end
    from newest
    cross join first_event

),

days as (

    select
        *,
        {{ each_day_before('first_date', 'end_date') }} as as_of_date
    from limits

),

days_with_their_part as (

    select
        *,
        as_of_date = newest_date as is_newest,
        as_of_date = {{ period_end_before(add_days('as_of_date', 1)) }}
            as is_period_end,
        cast(as_of_date as {{ dbt.type_string() }}) in ({{ held_dates }}) as is_held
    from days

),

history_dates as (

    select
        as_of_date,
        is_newest,
        is_period_end
    from days_with_their_part
    where
        is_newest
        or (is_held and as_of_date >= first_daily_date)
        or (
            is_period_end
            and (
                is_held
                or as_of_date >= first_period_end
                or as_of_date
                between cast('{{ setting('history_from') or '9999-12-31' }}' as date)
                and cast('{{ setting('history_to') or '9999-12-31' }}' as date)
            )
        )

)

select * from history_dates
