with

levels as (

    select * from {{ ref('customer_tiers', 'int_explained_levels') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'int_explained_cuts') }}

),

levels_with_cuts as (

    select
        levels.store_id,
        levels.customer_id,
        levels.as_of_date,
        levels.scheme,
        levels.metric,
        levels.metric_value,
        levels.level,
        levels.days_since_last_order,
        levels.expected_gap_days,
        levels.percent_rank,
        levels.recent_order_count,
        levels.previous_order_count,
        levels.previous_net_revenue,
        levels.sentence_level,
        levels.sentence_en,
        levels.sentence_zh,
        cuts.lower_bound,
        cuts.upper_bound,
        cuts.start_value,
        cuts.threshold,
        cuts.share_from,
        cuts.class_place,
        next_cuts.level as next_level,
        next_cuts.start_value as next_start_value,
        abs(next_cuts.start_value - levels.metric_value) as distance_to_next_level
    from levels
    left join cuts
        on
            {{ same_day_same_store('levels', 'cuts') }}
            and levels.scheme = cuts.scheme
            and levels.metric = cuts.metric
            and levels.level = cuts.level
    left join cuts as next_cuts
        on
            {{ same_day_same_store('cuts', 'next_cuts') }}
            and cuts.scheme = next_cuts.scheme
            and cuts.metric = next_cuts.metric
            and cuts.next_level_rank = next_cuts.level_rank

)

select * from levels_with_cuts
