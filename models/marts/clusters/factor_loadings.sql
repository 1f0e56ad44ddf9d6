{{ config(materialized='view', enabled=is_given('factor_loadings')) }}

with

learned_loadings as (

    select * from {{ ref('customer_tiers', 'stg_tiers__factor_loadings') }}

),

factor_loadings as (

    select
        store_id,
        factor,
        metric,
        loading,
        factor_name_en,
        factor_name_zh,
        variance_share,
        eigenvalue,
        chance_eigenvalue,
        kmo,
        learned_date,
        learned_customer_count
    from learned_loadings

)

select * from factor_loadings
