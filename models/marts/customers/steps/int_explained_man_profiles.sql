{{ config(enabled=is_used('man')) }}

with

man_profiles as (

    select * from {{ ref('customer_tiers', 'man_profiles') }}

),

explained_man_profiles as (

    {{ explained_level(
        'man_profiles', 'man', 'rfm_monetary', yes_level('has_money'),
        {'sentence_level': "case when has_money is null then 'no_purchase' end"}
    ) }}
    union all
    {{ explained_level(
        'man_profiles', 'man', 'authority', yes_level('has_authority'),
        {
            'metric_value': 'cast(has_authority as integer)',
            'sentence_level': 'authority_reason',
        }
    ) }}
    union all
    {{ explained_level(
        'man_profiles', 'man', 'overdue_ratio', yes_level('has_need'),
        {
            'days_since_last_order': 'days_since_last_order',
            'expected_gap_days': 'expected_gap_days',
            'recent_order_count': 'recent_order_count',
            'previous_order_count': 'previous_order_count',
            'sentence_level': "coalesce(need_reason, case when overdue_ratio > "
                ~ setting('need_to_ratio') ~ " then 'too_late' when overdue_ratio < "
                ~ setting('need_from_ratio') ~ " then 'too_early' end)",
        }
    ) }}
    union all
    {{ explained_level(
        'man_profiles', 'man', 'is_effective', yes_level('is_effective'),
        {
            'metric_value': 'cast(is_effective as integer)',
            'sentence_en': 'effective_reason_en',
            'sentence_zh': 'effective_reason_zh',
        }
    ) }}

)

select * from explained_man_profiles
