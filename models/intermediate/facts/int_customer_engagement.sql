with

engagements as (

    select
        store_id,
        customer_id,
        event_date,
        true as is_feedback,
        is_complaint,
        rating,
        nps,
        -- Distance from the middle; on a tie the worse rating.
        10 * abs(rating - 3) - rating as rating_weight,
        case when rating is not null then event_number end as rating_number,
        case when nps is not null then event_number end as nps_number
    from {{ if_given('feedback', 'int_feedback_events', {
        'store_id': 'string', 'customer_id': 'string', 'event_date': 'date',
        'is_complaint': 'boolean', 'rating': 'integer', 'nps': 'integer',
        'event_number': 'bigint',
    }) }}
    union all
    select
        store_id,
        customer_id,
        event_date,
        false as is_feedback,
        false as is_complaint,
        null as rating,
        null as nps,
        null as rating_weight,
        null as rating_number,
        null as nps_number
    from {{ if_given('referrals', 'int_referral_events', {
        'store_id': 'string', 'customer_id': 'string', 'event_date': 'date',
    }) }}

),

as_of_dates as (

    select as_of_date from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

customer_engagement as (

    select
        engagements.store_id,
        engagements.customer_id,
        as_of_dates.as_of_date,
        count(case when engagements.is_feedback then 1 end) as feedback_count,
        count(case when engagements.is_complaint then 1 end) as complaint_count,
        max_by(engagements.rating, engagements.rating_weight) as peak_rating,
        max_by(engagements.rating, engagements.rating_number) as last_rating,
        max_by(engagements.nps, engagements.nps_number) as last_nps,
        count(case when not engagements.is_feedback then 1 end) as referral_count,
        count(*) as engagement_count
    from engagements
    inner join as_of_dates on engagements.event_date <= as_of_dates.as_of_date
    group by engagements.store_id, engagements.customer_id, as_of_dates.as_of_date

)

select * from customer_engagement
