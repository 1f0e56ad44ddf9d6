{{ config(enabled=is_used('grade')) }}

with

customer_grades as (

    select
        grades.*,
        rules.sentence_en,
        rules.sentence_zh
    from {{ ref('customer_tiers', 'customer_grades') }} as grades
    inner join {{ rules('customer_grade_rules') }} as rules
        on grades.grade_rule = rules.grade_rule

),

explained_grades as (

    {{ explained_level(
        'customer_grades', 'grade', 'recent_net_revenue', 'customer_grade',
        {
            'previous_net_revenue': 'previous_net_revenue',
            'sentence_en': 'sentence_en',
            'sentence_zh': 'sentence_zh',
        }
    ) }}

)

select * from explained_grades
