{{ config(materialized='table') }}

{%- set rules = rules_at_hand() -%}

with

seed_hashes as (

    {%- for seed in [
        'abc_classes', 'buying_style_cuts', 'buying_style_labels', 'channels',
        'customer_grade_rules', 'customer_grade_labels', 'decision_roles',
        'effective_reasons', 'intent_conflicts', 'key_account_reasons',
        'key_account_statuses', 'key_account_weights', 'lifecycle_rules',
        'loyalty_rules', 'man_codes', 'metrics', 'movement_causes', 'movement_metrics',
        'no_purchase_label', 'order_statuses', 'playbook', 'playbook_intents',
        'portfolio_advices', 'quantities', 'rfm_fixed_bounds',
        'rfm_segment_cells', 'rfm_segments', 'rfm_value_bounds', 'rfm_value_segments',
        'sentences', 'value_type_rules'
    ] %}

    select
        '{{ seed }}' as seed,
        {{ rows_hash(seed) }} as content_hash
    from {{ ref(seed) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

rules_version as (

    select
        md5(concat(
            '{{ local_md5(rules) }}',
            {{ rows_hash('seed_hashes') }}
        )) as rules_version
    from seed_hashes

)

select * from rules_version
