{{ config(materialized='as_of', enabled=is_used('value_type')) }}

{%- set types = ['valued', 'volume', 'valued_volume', 'occasional'] -%}

with

shares as (

    select * from {{ ref('portfolio_shares') }}

),

concentration as (

    select * from {{ ref('revenue_concentration') }}

),

advices as (

    select * from {{ ref('portfolio_advices') }}

),

quantities as (

    select * from {{ ref('int_quantities') }}

),

portfolio_focus as (

    select
        shares.store_id,
        shares.as_of_date,
        shares.customer_count,
        shares.conversion_candidate_count,
        {%- for type in types %}
        shares.{{ type }}_net_revenue_share,
        shares.{{ type }}_margin_share,
        {%- endfor %}
        concentration.top_net_revenue_share,
        concentration.upper_net_revenue_share,
        concentration.herfindahl_index,
        shares.judged_by,
        advices.focus,
        advices.label_en as focus_label_en,
        advices.label_zh as focus_label_zh,
        {{ portfolio_advice('en') }} as advice_en,
        {{ portfolio_advice('zh') }} as advice_zh
    from shares
    inner join concentration on {{ same_day_same_store('shares', 'concentration') }}
    {{ join_quantities(['percent', 'upsell']) }}
    inner join advices
        on
            shares.judged_by = advices.judged_by
            and shares.valued_lead >= advices.valued_lead_from
            and shares.valued_lead < advices.valued_lead_until

)

select * from portfolio_focus
