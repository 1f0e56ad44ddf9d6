{{ config(materialized='table') }}

{#- A line may tell what is true of the others of its order, on whatever day they are. -#}
{%- set hashes_of_day = 'order_hashes' if order_grain() == 'order' else 'all_orders' -%}

with

orders as (

    select
        {{ raw_order_columns() | join(',\n        ') }},
        is_left_out,
        order_date as source_date,
        -- What is in the future today is not for ever.
        cast(greatest(ordered_at, refunded_at) as date) > {{ latest_credible_date() }}
            as is_in_future
    from {{ ref('stg_orders') }}

),

exchange_rates as (

    select * from {{ ref('int_daily_exchange_rates') }}

),

aliases as (

    select * from {{ ref('stg_customer_aliases') }}

),

order_hashes as (

    select
        source_date,
        {{ rows_hash('orders') }} as content_hash
    from orders
    group by source_date

),

all_orders as (

    select sum(content_hash) as content_hash
    from order_hashes

),

rate_hashes as (

    select
        rate_date,
        {{ rows_hash('exchange_rates') }} as content_hash
    from exchange_rates
    group by rate_date

),

alias_hashes as (

    select {{ rows_hash('aliases') }} as content_hash
    from aliases

),

days as (

    select
        order_hashes.source_date,
        {{ version_of([
            'rules.rules_version',
            'order_hashes.source_date',
            hashes_of_day ~ '.content_hash',
            'rate_hashes.content_hash',
            'alias_hashes.content_hash',
        ]) }} as day_version
    from order_hashes
    cross join all_orders
    cross join alias_hashes
    cross join {{ ref('int_rules_version') }} as rules
    left join rate_hashes on order_hashes.source_date = rate_hashes.rate_date

),

orders_total as (

    select {{ sum_of_versions('day_version') }} as orders_version
    from days

),

order_days as (

    select
        days.source_date,
        days.day_version,
        orders_total.orders_version
    from days
    cross join orders_total

)

select * from order_days
