{{ config(materialized='view', enabled=is_given('cluster_rules')) }}

with

learned_rules as (

    select * from {{ ref('customer_tiers', 'stg_tiers__cluster_rules') }}

),

cluster_rules as (

    select
        store_id,
        cluster_id,
        box_number,
        metric,
        lower_bound,
        upper_bound,
        unknown_values,
        condition_en,
        condition_zh,
        cluster_name_en,
        cluster_name_zh,
        stability,
        cluster_count,
        fidelity,
        silhouette,
        rfm_agreement,
        finding_en,
        finding_zh,
        learned_date,
        learned_customer_count
    from learned_rules

)

select * from cluster_rules
