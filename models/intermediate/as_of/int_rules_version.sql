{{ config(materialized='table') }}

{#- Seeds that are not used are switched off, with what reads them. -#}
{%- set acts = is_used('customer_actions') or is_used('care_calendar') -%}
{%- set tells = is_used('explanations') or is_used('movement') -%}
{%- set is_read = {
    'abc_classes': true,
    'contact_channels': acts,
    'customer_grade_rules': is_used('grade'),
    'decision_roles': is_used('man'),
    'effective_reasons': is_used('man'),
    'intent_conflicts': is_used('customer_actions'),
    'key_account_reasons': is_used('key_account'),
    'key_account_weights': is_used('key_account'),
    'lifecycle_rules': true,
    'loyalty_rules': is_used('loyalty'),
    'man_codes': is_used('man'),
    'movement_causes': is_used('movement'),
    'movement_metrics': is_used('movement'),
    'order_status_effects': true,
    'percent_rank_cuts': true,
    'playbook_intents': acts,
    'portfolio_advices': is_used('value_type'),
    'rfm_fixed_bounds': true,
    'rfm_segment_cells': true,
    'rfm_value_bounds': true,
    'rfm_value_segments': true,
    'tier_labels': true,
    'tier_metrics': true,
    'tier_playbook': acts,
    'tier_quantities': tells or is_used('value_type'),
    'tier_sentences': tells or acts,
    'value_type_rules': is_used('value_type'),
} -%}
{%- for seed in var('rules') or {} if seed not in is_read -%}
    {{ exceptions.raise_compiler_error(
        "var rules names " ~ seed ~ ", which is no rule seed. There are: "
        ~ is_read | join(', ') ~ "."
    ) }}
{%- endfor -%}

with

seed_hashes as (

    {%- for seed, read in is_read.items() if read %}

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
