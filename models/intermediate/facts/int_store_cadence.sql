{{ config(materialized='table') }}

with

-- A few rows per store: days, not customers, are joined with the as-of dates.
gaps_per_day as (

    select
        store_id,
        event_date,
        count(gap_days) as gap_count,
        sum(gap_days) as gap_day_sum
    from {{ ref('customer_tiers', 'int_ledger_events') }}
    where gap_days is not null
    group by store_id, event_date

),

as_of_dates as (

    select as_of_date from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

store_gaps as (

    select
        gaps.store_id,
        as_of_dates.as_of_date,
        {{ ratio('sum(gaps.gap_day_sum)', 'sum(gaps.gap_count)') }} as pooled_gap_days
    from gaps_per_day as gaps
    inner join as_of_dates on gaps.event_date <= as_of_dates.as_of_date
    group by gaps.store_id, as_of_dates.as_of_date

)

select * from store_gaps
