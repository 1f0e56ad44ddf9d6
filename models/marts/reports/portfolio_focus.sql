{{ config(materialized='as_of', enabled=is_enabled('value_type')) }}

{%- set types = ['valued', 'volume', 'valued_volume', 'occasional'] -%}

with

shares as (

    select * from {{ ref('customer_tiers', 'int_portfolio_shares') }}

),

concentration as (

    select * from {{ ref('customer_tiers', 'int_revenue_concentration') }}

),

advices as (

    select * from {{ rules('portfolio_advices') }}

),

quantities as (

    select * from {{ ref('customer_tiers', 'int_quantities') }}

),

stores as (

    select
        shares.*,
        {{- digits_of(portfolio_numbers()) }}
        concentration.top_net_revenue_share,
        concentration.upper_net_revenue_share,
        concentration.herfindahl_index
    from shares
    inner join concentration on {{ same_store_and_date('shares', 'concentration') }}
    {{ join_quantities(['percent', 'upsell']) }}

),

portfolio_focus as (

    select
        stores.store_id,
        stores.as_of_date,
        stores.customer_count,
        stores.conversion_candidate_count,
        {%- for type in types %}
        stores.{{ type }}_net_revenue_share,
        stores.{{ type }}_margin_share,
        stores.{{ type }}_expected_net_revenue_share,
        {%- endfor %}
        stores.top_net_revenue_share,
        stores.upper_net_revenue_share,
        stores.herfindahl_index,
        stores.judged_by,
        advices.focus,
        advices.label_en as focus_label_en,
        advices.label_zh as focus_label_zh,
        {{ portfolio_advice('en') }} as advice_en,
        {{ portfolio_advice('zh') }} as advice_zh
    from stores
    {{ join_quantities(['percent', 'upsell']) }}
    inner join advices
        on
            stores.judged_by = advices.judged_by
            and stores.valued_lead >= advices.valued_lead_from
            and stores.valued_lead < advices.valued_lead_until

)

select * from portfolio_focus
