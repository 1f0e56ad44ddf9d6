{{ config(enabled=is_given('feedback')) }}

with

feedback as (

    select * from {{ ref('customer_tiers', 'stg_tiers__feedback') }}

),

aliases as (

    select * from {{ screened_aliases() }}
    where rejection_reason is null

),

customers as (

    select distinct customer_id from {{ ref('customer_tiers', 'int_known_customers') }}

),

feedback_of_customers as (

    select
        feedback.*,
        coalesce(aliases.customer_id, feedback.customer_id) as main_customer_id
    from feedback
    left join aliases on feedback.customer_id = aliases.alias_customer_id

),

screened_feedback as (

    select
        feedback.store_id,
        feedback.main_customer_id as customer_id,
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
        coalesce(feedback.is_complaint, false)
        or coalesce(feedback.rating < {{ setting('satisfied_rating') }}, false)
            as is_dissatisfied,
        case
            when feedback.is_left_out then 'left_out'
            when feedback.customer_id is null then 'missing_customer'
            when feedback.given_at is null then 'invalid_timestamp'
            when feedback.given_date < {{ earliest_credible_date() }}
                then 'incredible_timestamp'
            when feedback.given_date > {{ latest_credible_date() }}
                then 'future_timestamp'
            when
                {{ is_unreadable('feedback.rating', 'feedback.raw_rating') }}
                or {{ is_unreadable('feedback.nps', 'feedback.raw_nps') }}
                then 'invalid_rating'
            when
                {{ is_unreadable(
                    'feedback.is_complaint', 'feedback.raw_is_complaint'
                ) }}
                then 'invalid_yes_or_no'
            when customers.customer_id is null then 'unknown_customer'
        end as rejection_reason
    from feedback_of_customers as feedback
    left join customers on feedback.main_customer_id = customers.customer_id

)

select * from screened_feedback
