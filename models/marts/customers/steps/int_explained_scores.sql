{%- set value_metrics = {
    'value_per_order': 'value_per_order_score',
    'satisfied_order_count': 'satisfied_order_count_score',
    'discount_share': 'discount_share_score',
    'engagement_count': 'engagement_count_score',
    'orders_per_month': 'volume_score',
} -%}
{%- set days = {'days_since_last_order': 'days_since_last_order'} -%}

with

rfm_scores as (

    select
        *,
        case when substr(rfm_value_code, 1, 1) = '1' then 'high' else 'low' end
            as days_since_last_order_half,
        case when substr(rfm_value_code, 2, 1) = '1' then 'high' else 'low' end
            as rfm_frequency_half,
        case when substr(rfm_value_code, 3, 1) = '1' then 'high' else 'low' end
            as rfm_monetary_half
    from {{ ref('customer_tiers', 'rfm_scores') }}
    where rfm_segment is distinct from 'no_purchase'

),

{%- if is_used('value_type') %}

value_types as (

    select * from {{ ref('customer_tiers', 'value_types') }}
    where value_type is distinct from 'no_purchase'

),
{%- endif %}

explained_scores as (

    {%- if is_used('value_type') %}
    {%- for metric, score in value_metrics.items() %}

    {{ explained_level(
        'value_types', 'value_type', metric,
        'cast(' ~ score ~ ' as ' ~ dbt.type_string() ~ ')'
    ) }}
    union all
    {%- endfor %}
    {%- endif %}
    {%- for metric, score in [
        ('days_since_last_order', 'recency_score'),
        ('rfm_frequency', 'frequency_score'),
        ('rfm_monetary', 'monetary_score')
    ] %}

    {{ explained_level(
        'rfm_scores', 'rfm', metric,
        'cast(' ~ score ~ ' as ' ~ dbt.type_string() ~ ')', days
    ) }}
    union all
    {{ explained_level('rfm_scores', 'rfm_value', metric, metric ~ '_half', days) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from explained_scores
