{{ config(materialized='view') }}

with

judgements as (

    select * from {{ ref('customer_tiers', 'int_rfm_judgements') }}
    where cuts_of = 'own'

),

rfm_scores as (

    select
        judgements.store_id,
        judgements.customer_id,
        judgements.as_of_date,
        {{ as_of_version_of('judgements') }} as as_of_version,
        judgements.days_since_last_order,
        judgements.rfm_frequency,
        judgements.rfm_monetary,
        judgements.recency_score,
        judgements.frequency_score,
        judgements.monetary_score,
        judgements.rfm_cell,
        judgements.rfm_segment,
        judgements.rfm_value_code,
        judgements.rfm_value_segment
    from judgements

)

select * from rfm_scores
