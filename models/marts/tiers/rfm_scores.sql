with

rfm_scores as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        days_since_last_order,
        rfm_frequency,
        rfm_monetary,
        recency_score,
        frequency_score,
        monetary_score,
        rfm_cell,
        rfm_segment,
        rfm_value_code,
        rfm_value_segment
    from {{ ref('rfm_judgements') }}
    where cuts_of = 'own'

)

select * from rfm_scores
