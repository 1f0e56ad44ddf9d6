{#- Methods and schemes that are not in use fall away with their constant condition. -#}
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
    where metric = 'net_revenue'
    union all
    select
        'abc_margin' as scheme,
        'margin_share' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('abc_levels') }}
    where
        metric = 'margin_amount'
        and {{ is_used('abc_margin') }}
    union all
    select
        'value_type' as scheme,
        'percent_rank' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('value_type_levels') }}
    where {{ is_used('value_type') }}
    union all
    select
        'buying_style' as scheme,
        'percent_rank' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('buying_style_levels') }}
    where {{ is_used('buying_style') }}

)

select * from learned_levels
