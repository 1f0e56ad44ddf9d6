{{ config(materialized='view', enabled=is_enabled('customer_experience')) }}

with

customer_experience as (

    select
        store_id,
        customer_id,
        as_of_date,
        feedback_count,
        complaint_count,
        peak_rating,
        last_rating,
        last_nps,
        (peak_rating + last_rating) / cast(2 as double) as peak_end_rating
    from {{ ref('customer_tiers', 'customer_facts') }}
    where feedback_count > 0

)

select * from customer_experience
