{{ config(materialized='view', enabled=is_enabled('explanations')) }}
{%- set languages, numbers = ['en', 'zh'], explanation_numbers() -%}
{%- set places = ['level', 'next_level'] + numbers.keys() | list -%}

with

-- Which sentence applies: that of the reason, else that of the level.
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
    from {{ ref('customer_tiers', 'int_explained_levels') }}

),

metrics as (

    select * from {{ rules('tier_metrics') }}

),

labels as (

    select * from {{ rules('tier_labels') }}

),

sentences as (

    select * from {{ ref('customer_tiers', 'int_sentences') }}

),

quantities as (

    select * from {{ ref('customer_tiers', 'int_quantities') }}

),

levels_with_texts as (

    select
        {{- digits_of(numbers) }}
        {%- for language in languages %}
        {{ explanation_template(language) }} as template_{{ language }},
        coalesce(labels.label_{{ language }}, levels.level) as level_{{ language }},
        coalesce(next_labels.label_{{ language }}, levels.next_level)
            as next_level_{{ language }},
        {%- for place, (number, words) in numbers.items() %}
        {{ quantity_text(place ~ '_digits', words, language) }}
            as {{ place }}_{{ language }},
        {%- endfor %}
        {%- endfor %}
        levels.*
    from levels
    inner join metrics on levels.metric = metrics.metric
    inner join quantities as value_words on metrics.quantity = value_words.quantity
    inner join quantities as bound_words
        on metrics.bound_quantity = bound_words.quantity
    {{ join_quantities(['order', 'money', 'percent', 'day', 'day_ago', 'day_at_most',
        'ahead', 'expected_order']) }}
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

),

-- In several steps: one expression would nest too deeply.
half_filled as (

    select
        {%- for language in languages %}
        {{ fill_from_columns('template_' ~ language, places[:11], language) }}
            as half_{{ language }},
        {%- endfor %}
        *
    from levels_with_texts

),

tier_explanations as (

    select
        store_id,
        customer_id,
        as_of_date,
        scheme,
        metric,
        metric_value,
        level,
        lower_bound,
        upper_bound,
        next_level,
        distance_to_next_level,
        {{ fill_from_columns('half_en', places[11:], 'en') }} as explanation_en,
        {{ fill_from_columns('half_zh', places[11:], 'zh') }} as explanation_zh
    from half_filled

)

select * from tier_explanations
