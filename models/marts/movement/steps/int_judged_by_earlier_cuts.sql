{{ config(enabled=is_used('movement')) }}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        cut_date,
        purchase_day_count,
        monetary_score,
        rfm_segment,
        rfm_value_segment,
        net_revenue,
        margin_amount,
        last_rating,
        referral_count,
        recent_net_revenue,
        previous_net_revenue,
        {{ rounded_ratio('discount_amount', 'gross_revenue') }} as discount_share
    from {{ ref('customer_tiers', 'int_rfm_judgements') }}
    where cuts_of = 'earlier'

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}
    where scheme in ('abc', 'abc_margin', 'buying_style')

),

{%- if is_used('grade') %}

lifecycle as (

    select * from {{ ref('customer_tiers', 'lifecycle_stages') }}

),
{%- endif %}

judged_by_earlier_cuts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.monetary_score,
        facts.rfm_segment,
        facts.rfm_value_segment,
        {{ if_bought('abc_cut.level') }} as abc_class,
        {{ if_bought('margin_cut.level') }} as abc_margin_class,
        {{ buying_style('style_cut.level', 'facts') }} as buying_style,
        {{ known_if(is_used('grade'), grade_rule(
            'abc_cut.level', 'facts.rfm_segment', 'lifecycle.lifecycle_stage'
        )) }} as grade_rule
    from facts
    {{ join_cut('abc', 'net_revenue', 'abc_cut', 'cut_date') }}
    {{ join_cut('abc_margin', 'margin_amount', 'margin_cut', 'cut_date') }}
    {{ join_cut('buying_style', 'discount_share', 'style_cut', 'cut_date') }}
    {%- if is_used('grade') %}
    inner join lifecycle on {{ same_customer('facts', 'lifecycle') }}
    {%- endif %}

)

select * from judged_by_earlier_cuts
