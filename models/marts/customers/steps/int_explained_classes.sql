{%- set classes = [
    ('abc', 'abc_tiers', 'net_revenue', 'abc_class'),
    ('abc_margin', 'abc_margin_tiers', 'margin_amount', 'abc_margin_class'),
    ('loyalty', 'loyalty_levels', 'satisfied_order_count', 'loyalty_level'),
    ('buying_style', 'buying_styles', 'discount_share', 'discount_level'),
] -%}

{#- Nothing is no share of what all bring, and no little. -#}
{%- set sentence_levels = {
    'abc': {'sentence_level': "case when net_revenue <= 0 then 'none' end"},
    'abc_margin': {'sentence_level': "case when margin_amount <= 0 then 'none' end"},
    'buying_style': {'sentence_level': "case when discount_share = 0 then 'none' end"},
} -%}

with

lifecycle_stages as (

    select * from {{ ref('customer_tiers', 'lifecycle_stages') }}

),

{%- for scheme, model, metric, level in classes if scheme in label_columns() %}

{{ model }} as (

    select * from {{ ref('customer_tiers', model) }}
    {%- if scheme in schemes_of_buyers() %}
    where {{ label_columns()[scheme] }} is distinct from 'no_purchase'
    {%- endif %}

),
{%- endfor %}

explained_classes as (

    {%- for scheme, model, metric, level in classes if scheme in label_columns() %}

    {{ explained_level(model, scheme, metric, level, sentence_levels.get(scheme, {})) }}
    union all
    {%- endfor %}
    {{ explained_level(
        'lifecycle_stages', 'lifecycle', lifecycle_metric(), 'lifecycle_stage',
        {
            'days_since_last_order': 'days_since_last_order',
            'expected_gap_days': 'expected_gap_days',
        }
    ) }}

)

select * from explained_classes
