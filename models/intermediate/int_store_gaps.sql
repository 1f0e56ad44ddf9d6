{{ config(materialized='table') }}

with

purchase_days as (

    select
        store_id,
        event_date,
        gap_days
    from {{ ref('int_customer_days') }}
    where gap_days is not null

),

as_of_dates as (

    select as_of_date from {{ ref('int_as_of_dates') }}

),

store_gaps as (

    select
        purchase_days.store_id,
        as_of_dates.as_of_date,
        sum(purchase_days.gap_days) / cast(count(*) as double) as pooled_gap_days
    from purchase_days
    inner join as_of_dates on purchase_days.event_date <= as_of_dates.as_of_date
    group by purchase_days.store_id, as_of_dates.as_of_date

)

select * from store_gaps
