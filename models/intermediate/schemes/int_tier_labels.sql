{{ config(materialized='table') }}

with

-- The classes by margin are called after those by revenue.
margin_classes as (

    select
        'abc_margin' as scheme,
        classes.abc_class as label,
        classes.class_rank as label_rank,
        {{ fill('margin_names.sentence_en', {'level': 'classes.label_en'}) }}
            as label_en,
        {{ fill('margin_names.sentence_zh', {'level': 'classes.label_zh'}) }}
            as label_zh
    from {{ rules('abc_classes') }} as classes
    cross join {{ rules('tier_sentences') }} as margin_names
    where
        margin_names.scheme = 'abc_margin'
        and margin_names.metric = 'label'

),

tier_labels as (

    select
        'rfm' as scheme,
        rfm_segment as label,
        segment_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('rfm_segments') }}
    union all
    select
        'rfm_value' as scheme,
        rfm_value_segment as label,
        value_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('rfm_value_segments') }}
    union all
    select
        'abc' as scheme,
        abc_class as label,
        class_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('abc_classes') }}
    union all
    select
        'lifecycle' as scheme,
        lifecycle_stage as label,
        stage_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('lifecycle_rules') }}
    union all
    select * from margin_classes
    union all
    select
        'loyalty' as scheme,
        loyalty_level as label,
        level_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('loyalty_rules') }}
    union all
    select
        'value_type' as scheme,
        value_type as label,
        type_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('value_type_rules') }}
    union all
    select
        'man' as scheme,
        man_profile as label,
        profile_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('man_codes') }}
    union all
    select
        'key_account' as scheme,
        key_account_status as label,
        status_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('key_account_statuses') }}
    union all
    select
        'grade' as scheme,
        customer_grade as label,
        grade_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('customer_grade_labels') }}
    union all
    select
        'buying_style' as scheme,
        buying_style as label,
        style_rank as label_rank,
        label_en,
        label_zh
    from {{ rules('buying_style_labels') }}
    union all
    select
        schemes.scheme,
        no_purchase.label,
        no_purchase.label_rank,
        no_purchase.label_en,
        no_purchase.label_zh
    from {{ rules('no_purchase_label') }} as no_purchase
    cross join {{ schemes_of(schemes_of_buyers()) }}

)

select * from tier_labels
