{{ config(materialized='view') }}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        purchase_day_count,
        days_since_last_order,
        rfm_frequency,
        rfm_monetary
    from {{ ref('customer_tiers', 'customer_facts') }}

),

bounds as (

    select
        store_id,
        as_of_date,
        {{ rfm_bounds() }}
    from {{ ref('customer_tiers', 'tier_cuts') }}
    group by store_id, as_of_date

),

segment_cells as (

    select * from {{ rules('rfm_segment_cells') }}

),

value_segments as (

    select * from {{ rules('rfm_value_segments') }}

),

scores as (

    select
        facts.*,
        {{ rfm_score_columns() }}
    from facts
    left join bounds on {{ same_store_and_date('facts', 'bounds') }}

),

scores_with_codes as (

    select
        *,
        {{ rfm_code_columns() }}
    from scores

),

rfm_scores as (

    select
        scores.store_id,
        scores.customer_id,
        scores.as_of_date,
        scores.days_since_last_order,
        scores.rfm_frequency,
        scores.rfm_monetary,
        scores.recency_score,
        scores.frequency_score,
        scores.monetary_score,
        scores.rfm_cell,
        {{ if_bought('segment_cells.rfm_segment', 'scores') }} as rfm_segment,
        scores.rfm_value_code,
        {{ if_bought('value_segments.rfm_value_segment', 'scores') }}
            as rfm_value_segment,
        {{ as_of_version_of('scores') }} as as_of_version
    from scores_with_codes as scores
    left join segment_cells on scores.rfm_cell = segment_cells.rfm_cell
    left join value_segments on scores.rfm_value_code = value_segments.rfm_value_code

)

select * from rfm_scores
