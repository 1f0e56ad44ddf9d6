with

moves as (

    select * from {{ ref('label_moves') }}
    where
        is_newest
        and cause in ('behaviour', 'cuts')

),

labels as (

    select * from {{ ref('int_tier_labels') }}

),

causes as (

    select * from {{ ref('movement_causes') }}

),

customer_movements as (

    select
        moves.store_id,
        moves.customer_id,
        moves.as_of_date,
        moves.previous_as_of_date,
        moves.scheme,
        moves.from_label,
        from_labels.label_en as from_label_en,
        from_labels.label_zh as from_label_zh,
        moves.to_label,
        to_labels.label_en as to_label_en,
        to_labels.label_zh as to_label_zh,
        case
            when to_labels.label_rank > from_labels.label_rank then 'up'
            when to_labels.label_rank < from_labels.label_rank then 'down'
        end as direction,
        moves.cause,
        moves.net_revenue,
        {{ movement_explanation('en') }} as explanation_en,
        {{ movement_explanation('zh') }} as explanation_zh
    from moves
    inner join causes on moves.cause = causes.cause
    left join labels as from_labels
        on
            moves.scheme = from_labels.scheme
            and moves.from_label = from_labels.label
    left join labels as to_labels
        on moves.scheme = to_labels.scheme and moves.to_label = to_labels.label

)

{{ as_of_rows('customer_movements') }}
