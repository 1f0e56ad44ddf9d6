with

labels as (

    select * from {{ ref('int_tier_labels') }}

),

causes as (

    select * from {{ ref('movement_causes') }}
    where sentence_en is not null

),

movement_sentences as (

    select
        from_labels.scheme,
        from_labels.label as from_label,
        from_labels.label_en as from_label_en,
        from_labels.label_zh as from_label_zh,
        to_labels.label as to_label,
        to_labels.label_en as to_label_en,
        to_labels.label_zh as to_label_zh,
        case
            when to_labels.label_rank > from_labels.label_rank then 'up'
            when to_labels.label_rank < from_labels.label_rank then 'down'
        end as direction,
        causes.cause,
        {{ movement_of_labels('en') }} as sentence_en,
        {{ movement_of_labels('zh') }} as sentence_zh
    from labels as from_labels
    inner join labels as to_labels
        on
            from_labels.scheme = to_labels.scheme
            and from_labels.label <> to_labels.label
    cross join causes

)

select * from movement_sentences
