{{ config(materialized='table') }}

{#- All that judgements are made of. -#}
{%- set sources = [
    'order_events', 'feedback_events', 'referral_events', 'line_events', 'profiles'
] -%}

with

order_events as (

    select * from {{ ref('customer_tiers', 'int_order_events') }}

),

feedback_events as (

    select * from {{ ref('customer_tiers', 'int_feedback_events') }}

),

referral_events as (

    select * from {{ ref('customer_tiers', 'int_referral_events') }}

),

line_events as (

    select * from {{ ref('customer_tiers', 'int_line_events') }}

),

-- What has no day of its own was always known.
profiles as (

    select
        *,
        coalesce(registered_date, cast('0001-01-01' as date)) as event_date
    from {{ ref('customer_tiers', 'int_customer_profiles') }}

),

days as (

    {%- for source in sources %}

    select
        event_date,
        count(*) as event_count,
        {{ rows_hash(source) }} as content_hash
    from {{ source }}
    group by event_date
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

ledger_days as (

    select
        event_date,
        sum(event_count) as event_count,
        sum(content_hash) as content_hash
    from days
    group by event_date

)

select * from ledger_days
