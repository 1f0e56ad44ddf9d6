{{ config(materialized='table') }}

with

known_customers as (

    select
        store_id,
        customer_id
    from {{ ref('int_order_events') }}
    union distinct
    select
        store_id,
        customer_id
    from {{ ref('int_customer_profiles') }}

)

select * from known_customers
