with

labels as (

    select * from {{ ref('int_tier_labels') }}

),

sentences as (

    select * from {{ ref('sentences') }}
    where scheme = 'headline'

),

headlines as (

    select
        segments.label as rfm_segment,
        abc_classes.label as abc_class,
        lifecycle_stages.label as lifecycle_stage,
        {{ headline_of_labels('en') }} as headline_en,
        {{ headline_of_labels('zh') }} as headline_zh
    from labels as segments
    inner join labels as abc_classes
        on segments.scheme = 'rfm' and abc_classes.scheme = 'abc'
    inner join labels as lifecycle_stages on lifecycle_stages.scheme = 'lifecycle'
    inner join sentences
        on
            sentences.level
            = case when lifecycle_stages.label = 'prospect' then 'prospect' else '*' end

)

select * from headlines
