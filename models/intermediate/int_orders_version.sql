{{ config(materialized='table') }}

with

raw_orders as (

    select
        raw_order_id,
        raw_customer_id,
        raw_ordered_at,
        raw_gross_amount,
        raw_order_status,
        raw_discount_amount,
        raw_refund_amount,
        raw_refunded_at,
        raw_cost_amount,
        raw_currency,
        raw_store_id,
        raw_channel,
        raw_category
    from {{ ref('stg_orders') }}

),

exchange_rates as (

    select * from {{ ref('int_daily_exchange_rates') }}

),

{%- for input in ['customer_aliases', 'customers', 'feedback'] %}

{{ input }} as (

    select * from {{ ref('stg_' ~ input) }}

),

{{ input }}_hashes as (

    select {{ rows_hash(input) }} as content_hash
    from {{ input }}

),
{%- endfor %}

order_hashes as (

    select {{ rows_hash('raw_orders') }} as content_hash
    from raw_orders

),

rate_hashes as (

    select {{ rows_hash('exchange_rates') }} as content_hash
    from exchange_rates

),

orders_version as (

    select
        md5(concat(
            rules.rules_version,
            ';', coalesce(order_hashes.content_hash, 0),
            ';', coalesce(rate_hashes.content_hash, 0),
            ';', coalesce(customer_aliases_hashes.content_hash, 0),
            ';', coalesce(customers_hashes.content_hash, 0),
            ';', coalesce(feedback_hashes.content_hash, 0),
            ';', {{ latest_credible_date() }}
        )) as orders_version
    from {{ ref('int_rules_version') }} as rules
    cross join order_hashes
    cross join rate_hashes
    cross join customer_aliases_hashes
    cross join customers_hashes
    cross join feedback_hashes

)

select * from orders_version
