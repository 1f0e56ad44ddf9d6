{{ config(materialized='table') }}

with

seed_hashes as (

    {%- for seed in [
        'abc_classes', 'contact_channels', 'percent_rank_cuts',
        'customer_grade_rules', 'decision_roles',
        'effective_reasons', 'intent_conflicts', 'key_account_reasons',
        'key_account_weights', 'lifecycle_rules',
        'loyalty_rules', 'man_codes', 'tier_metrics', 'movement_causes', 'movement_metrics',
        'order_status_effects', 'tier_playbook', 'playbook_intents',
        'portfolio_advices', 'tier_quantities', 'rfm_fixed_bounds',
        'rfm_segment_cells', 'rfm_value_bounds', 'rfm_value_segments',
        'tier_labels', 'tier_sentences', 'value_type_rules'
    ] %}

    select
        '{{ seed }}' as seed,
        {{ rows_hash('seed_rows') }} as content_hash
    from (select * from {{ rules(seed) }}) as seed_rows
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
