{{ config(materialized='table') }}

with

order_days as (

    select distinct
        order_date as source_date,
        day_version
    from {{ ref('int_screened_orders') }}
    where
        rejection_reason is null
        -- Of no others is there an event.
        and (is_purchase or status_effect = 'returned' or refund_amount <> 0)

),

unhappy_orders as (

    select * from {{ ref('int_unhappy_orders') }}

),

registrations as (

    select
        registered_date as source_date,
        store_id,
        customer_id
    from {{ ref('int_customer_profiles') }}
    where registered_date is not null

),

days as (

    {%- for source in ['order_days', 'unhappy_orders', 'registrations'] %}

    select
        source_date,
        {{ rows_hash(source) }} as content_hash
    from {{ source }}
    group by source_date
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

event_days as (

    select
        days.source_date,
        {{ version_of([
            'max(rules.rules_version)',
            'days.source_date',
            'sum(days.content_hash)',
        ]) }} as ledger_version
    from days
    cross join {{ ref('int_rules_version') }} as rules
    group by days.source_date

)

select * from event_days
