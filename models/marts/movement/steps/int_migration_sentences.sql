{{ config(enabled=is_enabled('movement')) }}
{%- set unordered = unordered_schemes() | join("', '") -%}

with

labels as (

    select * from {{ rules('tier_labels') }}

),

sentences as (

    select * from {{ ref('customer_tiers', 'int_sentences') }}
    where scheme = 'movement'

),

label_pairs as (

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
        end as direction
    from labels as from_labels
    inner join labels as to_labels
        on
            from_labels.scheme = to_labels.scheme
            and from_labels.label <> to_labels.label

),

migration_sentences as (

    select
        label_pairs.*,
        sentences.metric as cause,
        {{ migration_of_labels('en') }} as sentence_en,
        {{ migration_of_labels('zh') }} as sentence_zh
    from label_pairs
    inner join sentences
        on
            sentences.level = case
                when label_pairs.scheme in ('{{ unordered }}') then '*'
                else coalesce(label_pairs.direction, '*')
            end

)

select * from migration_sentences
