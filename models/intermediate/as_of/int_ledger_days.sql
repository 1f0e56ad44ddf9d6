{{ config(materialized='table') }}

{#- Everything that dated tables are built from. -#}
{%- set ledgers = {
    'feedback': 'int_feedback_events',
    'referrals': 'int_referral_events',
    'order_lines': 'int_line_events',
} -%}
{%- set sources = ['orders', 'profiles'] -%}

with

orders as (

    select * from {{ ref('customer_tiers', 'int_ledger_events') }}

),

{%- for input, ledger in ledgers.items() if is_given(input) %}
{%- do sources.append(input) %}

{{ input }} as (

    select * from {{ ref('customer_tiers', ledger) }}

),
{%- endfor %}

-- Anything without a date was always known.
profiles as (

    select
        *,
        coalesce(registered_date, cast('0001-01-01' as date)) as event_date
    from {{ customer_profiles() }}

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
