{{ config(materialized='table') }}

with

seed_hashes as (

    {%- for seed in [
        'abc_classes', 'buying_style_labels', 'channels',
        'customer_grade_rules', 'customer_grade_labels', 'decision_roles',
        'effective_reasons', 'intent_conflicts', 'key_account_reasons',
        'key_account_statuses', 'key_account_weights', 'lifecycle_rules',
        'loyalty_rules', 'man_codes', 'metrics', 'movement_causes', 'movement_metrics',
        'no_purchase_label', 'order_statuses', 'percent_rank_cuts', 'playbook',
        'playbook_intents',
        'portfolio_advices', 'quantities', 'rfm_fixed_bounds',
        'rfm_segment_cells', 'rfm_segments', 'rfm_value_bounds', 'rfm_value_segments',
        'sentences', 'value_type_rules'
    ] %}

    select
        '{{ seed }}' as seed,
        {{ rows_hash('seed_rows') }} as content_hash
    from (select * from {{ ref('customer_tiers', seed) }}) as seed_rows
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

seeds as (

    select {{ rows_hash('seed_hashes') }} as seeds_hash
    from seed_hashes

),

rules_version as (

    select
        seeds_hash,
        '{{ settings_at_hand() }}' as settings_hash,
        '{{ tojson(models_at_hand(), sort_keys=true) }}' as model_hashes,
        {{ rules_version_at_hand('seeds_hash') }} as rules_version
    from seeds

)

select * from rules_version
