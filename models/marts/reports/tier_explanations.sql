{{ config(materialized='view') }}

with

-- The reason where the level does not tell it, else the level: which sentence holds.
levels as (

    select
        *,
        coalesce(
            sentence_level,
            case when metric_value is null then 'unknown' end,
            class_place,
            level,
            'no_level'
        ) as told_level
    from {{ ref('levels_with_cuts') }}

),

metrics as (

    select * from {{ ref('metrics') }}

),

labels as (

    select * from {{ ref('int_tier_labels') }}

),

sentences as (

    select * from {{ ref('int_sentences') }}

),

quantities as (

    select * from {{ ref('int_quantities') }}

),

tier_explanations as (

    select
        levels.store_id,
        levels.customer_id,
        levels.as_of_date,
        levels.scheme,
        levels.metric,
        levels.metric_value,
        levels.level,
        levels.lower_bound,
        levels.upper_bound,
        levels.next_level,
        levels.distance_to_next_level,
        {{ explanation('en') }} as explanation_en,
        {{ explanation('zh') }} as explanation_zh
    from levels
    inner join metrics on levels.metric = metrics.metric
    inner join quantities as value_words on metrics.quantity = value_words.quantity
    inner join quantities as bound_words
        on metrics.bound_quantity = bound_words.quantity
    {{ join_quantities([
        'order', 'money', 'percent', 'day', 'day_ago', 'day_at_most', 'ahead'
    ]) }}
    left join labels
        on levels.scheme = labels.scheme and levels.level = labels.label
    left join labels as next_labels
        on levels.scheme = next_labels.scheme and levels.next_level = next_labels.label
    left join sentences as own
        on
            levels.scheme = own.scheme
            and levels.metric = own.metric
            and levels.told_level = own.level
    left join sentences as general
        on
            levels.scheme = general.scheme
            and levels.metric = general.metric
            and general.level = '*'

)

select * from tier_explanations
