{#- The RFM method that is not in use falls away with its constant condition. -#}
with

learned_levels as (

    select
        'rfm' as scheme,
        'percent_rank' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('rfm_percent_rank_levels') }}
    where '{{ setting('rfm_method') }}' = 'percent_rank'
    union all
    select
        'rfm' as scheme,
        'quantile' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('rfm_quantile_levels') }}
    where '{{ setting('rfm_method') }}' = 'quantile'
    union all
    select
        'rfm_value' as scheme,
        '{{ setting('rfm_value_cut') }}' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('rfm_value_levels') }}
    union all
    select
        'abc' as scheme,
        'revenue_share' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('abc_levels') }}

)

select * from learned_levels
