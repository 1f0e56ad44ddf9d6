{{ config(materialized='table', post_hook="{{ check_as_of_date() }}") }}

with

history_dates as (

    select * from {{ ref('int_history_dates') }}

),

ledger_days as (

    select * from {{ ref('int_ledger_days') }}

),

rules as (

    select rules_version from {{ ref('int_rules_version') }}

),

-- All that is known at a date, and by which rules it is judged.
dates_with_version as (

    select
        history_dates.as_of_date,
        history_dates.is_newest,
        history_dates.is_period_end,
        {{ period_end_before('history_dates.as_of_date') }} as previous_as_of_date,
        md5(concat(
            max(rules.rules_version), ';',
            history_dates.as_of_date, ';',
            coalesce(sum(ledger_days.content_hash), 0)
        )) as as_of_version
    from history_dates
    cross join rules
    left join ledger_days
        on history_dates.as_of_date >= ledger_days.event_date
    group by
        history_dates.as_of_date,
        history_dates.is_newest,
        history_dates.is_period_end

),

whole_history as (

    select {{ rows_hash('dates_with_version') }} as content_hash
    from dates_with_version

),

as_of_dates as (

    select
        dates.as_of_date,
        dates.is_newest,
        dates.is_period_end,
        dates.previous_as_of_date,
        dates.as_of_version,
        -- Without the date before there is nothing to compare with.
        case
            when previous_dates.as_of_version is not null
                then md5(concat(dates.as_of_version, ';', previous_dates.as_of_version))
        end as movement_version,
        case
            when dates.is_newest
                then md5(concat(dates.as_of_version, ';', whole_history.content_hash))
        end as history_version
    from dates_with_version as dates
    cross join whole_history
    left join dates_with_version as previous_dates
        on dates.previous_as_of_date = previous_dates.as_of_date

)

select * from as_of_dates
