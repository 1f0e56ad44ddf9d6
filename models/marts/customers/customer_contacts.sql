{{ config(materialized='view', enabled=is_enabled('customer_contacts')) }}

with

profiles as (

    select * from {{ customer_profiles() }}

),

customer_contacts as (

    select
        store_id,
        customer_id,
        full_name,
        email,
        phone,
        birth_date
    from profiles

)

select * from customer_contacts
