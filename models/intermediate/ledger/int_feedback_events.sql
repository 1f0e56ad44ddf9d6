{{ config(materialized='table', enabled=is_given('feedback')) }}

with

feedback as (

    select * from {{ ref('customer_tiers', 'int_screened_feedback') }}
    where rejection_reason is null

),

customers as (

    select * from {{ ref('customer_tiers', 'int_known_customers') }}

),

-- Feedback without a store counts in every store that knows the customer, from then on;
-- otherwise a first order would change earlier dates.
feedback_events as (

    select
        customers.store_id,
        feedback.customer_id,
        feedback.rating,
        feedback.nps,
        greatest(feedback.given_date, customers.known_date) as event_date,
        coalesce(feedback.is_complaint, false) as is_complaint,
        -- Ties in time: the worse feedback sorts last.
        row_number() over (
            partition by customers.store_id, feedback.customer_id
            order by
                feedback.given_at asc,
                feedback.rating desc nulls last,
                feedback.nps desc nulls last,
                feedback.order_id asc nulls last,
                feedback.is_complaint asc nulls first
        ) as event_number
    from feedback
    inner join customers
        on
            feedback.customer_id = customers.customer_id
            and coalesce(feedback.store_id, customers.store_id) = customers.store_id

)

select * from feedback_events
