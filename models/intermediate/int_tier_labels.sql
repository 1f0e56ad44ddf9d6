with

tier_labels as (

    select
        'rfm' as scheme,
        rfm_segment as label,
        segment_rank as label_rank,
        label_en,
        label_zh
    from {{ ref('rfm_segments') }}
    union all
    select
        'rfm_value' as scheme,
        rfm_value_segment as label,
        value_rank as label_rank,
        label_en,
        label_zh
    from {{ ref('rfm_value_segments') }}
    union all
    select
        'abc' as scheme,
        abc_class as label,
        class_rank as label_rank,
        label_en,
        label_zh
    from {{ ref('abc_classes') }}
    union all
    select
        'lifecycle' as scheme,
        lifecycle_stage as label,
        stage_rank as label_rank,
        label_en,
        label_zh
    from {{ ref('lifecycle_rules') }}

)

select * from tier_labels
