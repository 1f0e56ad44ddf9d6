{{ config(enabled=is_given('feedback')) }}

with

feedback_events as (

    select
        *,
        -- How far from the middle; of two as far the worse.
        10 * abs(rating - 3) - rating as rating_weight,
        case when rating is not null then event_number end as rating_number,
        case when nps is not null then event_number end as nps_number
    from {{ ref('customer_tiers', 'int_feedback_events') }}

),

as_of_dates as (

    select as_of_date from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

customer_feedback as (

    select
        events.store_id,
        events.customer_id,
        as_of_dates.as_of_date,
        count(*) as feedback_count,
        count(case when events.is_complaint then 1 end) as complaint_count,
        max_by(events.rating, events.rating_weight) as peak_rating,
        max_by(events.rating, events.rating_number) as last_rating,
        max_by(events.nps, events.nps_number) as last_nps
    from feedback_events as events
    inner join as_of_dates on events.event_date <= as_of_dates.as_of_date
    group by events.store_id, events.customer_id, as_of_dates.as_of_date

)

select * from customer_feedback
