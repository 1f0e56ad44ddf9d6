{{ config(materialized='table') }}

with

order_events as (

    select * from {{ ref('int_order_events') }}

),

ledger_days as (

    select
        event_date,
        count(*) as event_count,
        {{ rows_hash('order_events') }} as content_hash
    from order_events
    group by event_date

)

select * from ledger_days
