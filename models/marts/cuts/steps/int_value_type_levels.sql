{#- Five scores, whatever rfm_bins says: high_score counts in them. -#}
{%- set bins = 5 -%}

with

percent_ranks as (

    select
        *,
        count(*) over (partition by store_id, as_of_date, metric) as value_count
    from {{ ref('customer_tiers', 'int_metric_percent_ranks') }}
    where
        metric in (
            'value_per_order', 'satisfied_order_count', 'discount_share',
            'engagement_count', 'orders_per_month'
        )

),

-- Where all are equal, the metric tells nothing of anybody's value.
levels as (

    select
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        least(
            {{ bins }},
            1 + cast(floor({{ bins }} * percent_rank) as integer)
        ) as level_rank
    from percent_ranks
    where
        value_count > 1
        or metric = 'orders_per_month'

),

levels_with_threshold as (

    select
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        nullif((level_rank - 1) / cast({{ bins }} as double), 0) as threshold
    from levels

)

select * from levels_with_threshold
