{#- A model by name alone is one of the project that is built, never one of this package. -#}
{% macro rules(seed) %}
    {%- set theirs = (var('rules') or {}).get(seed) -%}
    {%- if not theirs -%}
        {{ return(ref('customer_tiers', seed)) }}
    {%- endif -%}
    {%- set names = theirs.split('.') -%}
    {{ return(ref(*names) if names | length > 1 else ref(project_name, names[0])) }}
{% endmacro %}

{#- As it comes a seed is tested in this project; a table in its place where it stands. -#}
{% macro is_tested(seeds) %}
    {%- set replaced = var('rules') or {} -%}
    {{ return(
        project_name == 'customer_tiers' or seeds | select('in', replaced) | list != []
    ) }}
{% endmacro %}

{#- Those that are used; the others are switched off with what reads them. -#}
{% macro rule_seeds() %}
    {%- set used = [
        'abc_classes', 'lifecycle_rules', 'order_status_effects', 'percent_rank_cuts',
        'rfm_fixed_bounds', 'rfm_segment_cells', 'rfm_value_bounds', 'rfm_value_segments',
        'tier_labels', 'tier_metrics'
    ] -%}
    {%- set acts = is_used('customer_actions') or is_used('care_calendar') -%}
    {%- set tells = is_used('explanations') or is_used('movement') -%}
    {%- set of_others = {
        'contact_channels': acts,
        'customer_grade_rules': is_used('grade'),
        'decision_roles': is_used('man'),
        'effective_reasons': is_used('man'),
        'intent_conflicts': is_used('customer_actions'),
        'key_account_reasons': is_used('key_account'),
        'key_account_weights': is_used('key_account'),
        'loyalty_rules': is_used('loyalty'),
        'man_codes': is_used('man'),
        'movement_causes': is_used('movement'),
        'movement_metrics': is_used('movement'),
        'playbook_intents': acts,
        'portfolio_advices': is_used('value_type'),
        'tier_playbook': acts,
        'tier_quantities': tells or is_used('value_type'),
        'tier_sentences': tells or acts,
        'value_type_rules': is_used('value_type'),
    } -%}
    {%- for seed in var('rules') or {} if seed not in used and seed not in of_others -%}
        {{ exceptions.raise_compiler_error(
            "var rules names " ~ seed ~ ", which is no rule seed. There are: "
            ~ (used + of_others.keys() | list) | sort | join(', ') ~ "."
        ) }}
    {%- endfor -%}
    {%- for seed, is_read in of_others.items() if is_read -%}
        {%- do used.append(seed) -%}
    {%- endfor -%}
    {{ return(used | sort) }}
{% endmacro %}
