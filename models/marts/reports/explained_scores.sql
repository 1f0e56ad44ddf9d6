{%- set value_metrics = {
    'value_per_order': 'value_per_order_score',
    'satisfied_order_count': 'satisfied_order_count_score',
    'discount_share': 'discount_share_score',
    'engagement_count': 'engagement_count_score',
    'orders_per_month': 'volume_score',
} -%}

with

rfm_scores as (

    select
        *,
        {%- for metric in ['days_since_last_order', 'rfm_frequency', 'rfm_monetary'] %}
        case substr(rfm_value_code, {{ loop.index }}, 1)
            when '1' then 'high' else 'low'
        end as {{ metric }}_half{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('rfm_scores') }}

),

{%- if is_used('value_type') %}

value_types as (

    select * from {{ ref('value_types') }}

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
        'cast(' ~ score ~ ' as ' ~ dbt.type_string() ~ ')'
    ) }}
    union all
    {{ explained_level('rfm_scores', 'rfm_value', metric, metric ~ '_half') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from explained_scores
