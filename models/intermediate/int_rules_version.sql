{{ config(materialized='table') }}

{#- Whatever decides a result beside the orders: vars, rule seeds, and the models. -#}
{%- set settings = [] -%}
{%- for name in [
    'inputs', 'reporting_currency', 'business_timezone', 'source_timezone',
    'history_grain', 'cohort_grain', 'window_days', 'rfm_bins', 'rfm_method',
    'rfm_window_days', 'rfm_value_cut', 'lifecycle_method', 'new_customer_days',
    'lapse_days', 'reactivation_days', 'own_gap_purchase_days', 'default_gap_days',
    'min_gap_days', 'max_gap_days'
] -%}
    {%- do settings.append(name ~ '=' ~ tojson(var(name), sort_keys=true)) -%}
{%- endfor -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
        {%- if node.resource_type == 'model' -%}
            {%- do settings.append(node.checksum.checksum) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endif -%}

with

seed_hashes as (

    {%- for seed in [
        'abc_classes', 'lifecycle_rules', 'metrics', 'order_statuses',
        'rfm_fixed_bounds', 'rfm_segment_cells', 'rfm_segments', 'rfm_value_bounds',
        'rfm_value_segments', 'sentences'
    ] %}

    select
        '{{ seed }}' as seed,
        {{ rows_hash('seed_rows') }} as content_hash
    from {{ ref(seed) }} as seed_rows
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

rules_version as (

    select
        md5(concat(
            '{{ local_md5(settings | join(";")) }}',
            {{ rows_hash('seed_hashes') }}
        )) as rules_version
    from seed_hashes

)

select * from rules_version
