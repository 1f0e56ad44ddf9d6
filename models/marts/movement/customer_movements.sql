{{ config(
    materialized='as_of',
    enabled=is_used('movement'),
    meta={'version_column': 'history_version'},
) }}

with

moves as (

    select * from {{ ref('customer_tiers', 'int_label_changes') }}
    where
        is_newest
        and cause in ('behaviour', 'cuts')

),

sentences as (

    select * from {{ ref('customer_tiers', 'int_movement_sentences') }}

),

-- The facts of one scheme, in their order.
changes as (

    select
        store_id,
        customer_id,
        as_of_date,
        {%- for language, comma in [('en', ', '), ('zh', '，')] %}
        concat_ws(
            '{{ comma }}',
            {%- for rank in range(1, 5) %}
            max(case when fact_rank = {{ rank }} then fact_{{ language }} end)
            {{- ',' if not loop.last }}
            {%- endfor %}
        ) as facts_{{ language }},
        {%- endfor %}
        scheme
    from {{ ref('customer_tiers', 'int_told_changes') }}
    group by store_id, customer_id, as_of_date, scheme

),

customer_movements as (

    select
        moves.store_id,
        moves.customer_id,
        moves.as_of_date,
        moves.previous_as_of_date,
        moves.scheme,
        moves.from_label,
        sentences.from_label_en,
        sentences.from_label_zh,
        moves.to_label,
        sentences.to_label_en,
        sentences.to_label_zh,
        sentences.direction,
        moves.cause,
        moves.net_revenue,
        {{ movement_explanation('en') }} as explanation_en,
        {{ movement_explanation('zh') }} as explanation_zh
    from moves
    left join changes
        on
            {{ same_customer('moves', 'changes') }}
            and moves.scheme = changes.scheme
    left join sentences
        on
            moves.scheme = sentences.scheme
            and moves.from_label = sentences.from_label
            and moves.to_label = sentences.to_label
            and moves.cause = sentences.cause

)

select * from customer_movements
