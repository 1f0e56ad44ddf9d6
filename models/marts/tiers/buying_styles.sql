{{ config(materialized='view', enabled=is_enabled('buying_style')) }}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        purchase_day_count,
        {{ measured('discount_share') }} as discount_share,
        last_rating,
        referral_count
    from {{ ref('customer_tiers', 'customer_facts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme = 'buying_style'

),

buying_styles as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.discount_share,
        cut.level as discount_level,
        facts.last_rating,
        facts.referral_count,
        {{ buying_style('cut.level', 'facts') }} as buying_style,
        {{ as_of_version_of('facts') }} as as_of_version
    from facts
    {{ join_cut('buying_style', 'discount_share', 'cut') }}

)

select * from buying_styles
