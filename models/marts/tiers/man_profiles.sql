{{ config(materialized='as_of', enabled=is_enabled('man')) }}

with

rfm as (

    select * from {{ ref('customer_tiers', 'rfm_scores') }}

),

answers as (

    select
        answers.*,
        rfm.monetary_score,
        rfm.monetary_score >= {{ setting('high_score') }} as has_money
    from {{ ref('customer_tiers', 'int_man_answers') }} as answers
    inner join rfm on {{ same_customer('answers', 'rfm') }}

),

reasons as (

    select * from {{ rules('effective_reasons') }}

),

man_profiles as (

    select
        answers.store_id,
        answers.customer_id,
        answers.as_of_date,
        answers.rfm_monetary,
        answers.monetary_score,
        answers.days_since_last_order,
        answers.overdue_ratio,
        answers.expected_gap_days,
        answers.recent_order_count,
        answers.prior_order_count,
        answers.has_money,
        answers.has_authority,
        answers.authority_reason,
        answers.has_need,
        answers.need_reason,
        answers.has_loyalty,
        {{ man_code('answers.has_money', 'answers.has_authority', 'answers.has_need') }}
            as man_profile,
        reasons.is_effective,
        reasons.sentence_en as effective_reason_en,
        reasons.sentence_zh as effective_reason_zh
    from answers
    inner join reasons
        on
            answers.has_loyalty = reasons.has_loyalty
            and {{ as_letter('answers.has_money', 'M') }}
            = {{ as_letter('reasons.has_money', 'M') }}
            and {{ as_letter('answers.has_authority', 'A') }}
            = {{ as_letter('reasons.has_authority', 'A') }}

)

select * from man_profiles
