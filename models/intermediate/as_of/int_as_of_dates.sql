{{ config(
    materialized='table',
    post_hook=["{{ check_as_of_date() }}", "{{ create_build_log() }}"]
) }}

with

history_dates as (

    select * from {{ ref('customer_tiers', 'int_history_dates') }}

),

ledger_days as (

    select * from {{ ref('customer_tiers', 'int_ledger_days') }}

),

rules as (

    select rules_version from {{ ref('customer_tiers', 'int_rules_version') }}

),

-- Everything known at a date.
dates_with_content as (

    select
        history_dates.as_of_date,
        history_dates.is_newest,
        history_dates.is_period_end,
        {{ period_end_before('history_dates.as_of_date') }} as previous_as_of_date,
        md5(concat(
            history_dates.as_of_date, ';',
            coalesce(sum(ledger_days.content_hash), 0)
        )) as as_of_content
    from history_dates
    left join ledger_days
        on history_dates.as_of_date >= ledger_days.event_date
    group by
        history_dates.as_of_date,
        history_dates.is_newest,
        history_dates.is_period_end

),

whole_history as (

    select {{ rows_hash('dates_with_content') }} as content_hash
    from dates_with_content

),

dates_with_contents as (

    select
        dates.as_of_date,
        dates.is_newest,
        dates.is_period_end,
        dates.previous_as_of_date,
        dates.as_of_content,
        -- Without the previous date there is nothing to compare with.
        case
            when previous_dates.as_of_content is not null
                then
                    md5(concat(dates.as_of_content, ';', previous_dates.as_of_content))
        end as movement_content,
        case
            when dates.is_newest
                then md5(concat(dates.as_of_content, ';', whole_history.content_hash))
        end as history_content
    from dates_with_content as dates
    cross join whole_history
    left join dates_with_content as previous_dates
        on dates.previous_as_of_date = previous_dates.as_of_date

),

-- And the rules that apply.
as_of_dates as (

    select
        dates.*,
        rules.rules_version,
        {{ judged_by('rules.rules_version', 'dates.as_of_content') }} as as_of_version,
        {{ judged_by('rules.rules_version', 'dates.movement_content') }}
            as movement_version,
        {{ judged_by('rules.rules_version', 'dates.history_content') }}
            as history_version
    from dates_with_contents as dates
    cross join rules

)

select * from as_of_dates
