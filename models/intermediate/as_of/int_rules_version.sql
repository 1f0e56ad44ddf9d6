{{ config(materialized='table') }}

{#- Seeds that are not used are switched off, with what reads them. No date is judged by
    metric_definitions: another metric makes none anew. -#}
{%- set acts = is_enabled('customer_actions') or is_enabled('care_calendar') -%}
{%- set tells = is_enabled('explanations') or is_enabled('movement') -%}
{%- set is_read = {
    'abc_classes': true,
    'contact_channels': acts,
    'customer_grade_rules': is_enabled('grade'),
    'decision_roles': is_enabled('man'),
    'effective_reasons': is_enabled('man'),
    'forecast_fallbacks': false,
    'forecast_methods': is_enabled('forecasts'),
    'intent_conflicts': is_enabled('customer_actions'),
    'key_account_reasons': is_enabled('key_account'),
    'key_account_weights': is_enabled('key_account'),
    'lifecycle_rules': true,
    'loyalty_rules': is_enabled('loyalty'),
    'man_codes': is_enabled('man'),
    'metric_definitions': false,
    'migration_causes': is_enabled('movement'),
    'migration_metrics': is_enabled('movement'),
    'order_status_effects': true,
    'percent_rank_cuts': true,
    'playbook_intents': acts,
    'portfolio_advices': is_enabled('value_type'),
    'rfm_fixed_bounds': true,
    'rfm_segment_cells': true,
    'rfm_value_bounds': true,
    'rfm_value_segments': true,
    'tier_labels': true,
    'tier_metrics': true,
    'tier_playbook': acts,
    'tier_quantities': tells or is_enabled('value_type'),
    'tier_sentences': tells or acts,
    'value_type_rules': is_enabled('value_type'),
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
        '{{ settings_fingerprint() }}' as settings_hash,
        '{{ tojson(model_fingerprints(), sort_keys=true) }}' as model_hashes,
        {{ current_rules_version('seeds_hash') }} as rules_version
    from seeds

)

select * from rules_version
