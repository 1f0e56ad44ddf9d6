{{ config(enabled=is_given('feedback')) }}

with

feedback as (

    select * from {{ ref('customer_tiers', 'int_judged_feedback') }}

),

customers as (

    select distinct customer_id from {{ ref('customer_tiers', 'int_known_customers') }}

),

screened_feedback as (

    select
        feedback.store_id,
        feedback.customer_id,
        feedback.order_id,
        feedback.given_at,
        feedback.given_date,
        feedback.rating,
        feedback.nps,
        feedback.is_complaint,
        feedback.raw_customer_id,
        feedback.raw_store_id,
        feedback.raw_order_id,
        feedback.raw_given_at,
        feedback.raw_rating,
        feedback.raw_nps,
        feedback.raw_is_complaint,
        case
            when feedback.rejection_reason is not null then feedback.rejection_reason
            when customers.customer_id is null then 'unknown_customer'
        end as rejection_reason
    from feedback
    left join customers on feedback.customer_id = customers.customer_id

)

select * from screened_feedback
