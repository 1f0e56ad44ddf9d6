{{ config(materialized='table') }}

with

seed_hashes as (

    {%- for seed in rule_seeds() %}

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
