{#- The columns that a sentence can use; null if the level's sentence does not use
    them. -#}
{% macro explained_columns() %}
    {{ return({
        'days_since_last_order': 'integer',
        'expected_gap_days': 'double',
        'percent_rank': 'double',
        'recent_order_count': 'integer',
        'prior_order_count': 'integer',
        'prior_net_revenue': 'decimal(18, 4)',
        'expected_orders': 'double',
        'sentence_level': dbt.type_string(),
        'sentence_en': dbt.type_string(),
        'sentence_zh': dbt.type_string(),
    }) }}
{% endmacro %}

{#- In the column order of int_explained_levels, which names them once. -#}
{% macro explained_level(customers, scheme, told) -%}
    select
        store_id,
        customer_id,
        as_of_date,
        '{{ scheme }}',
        '{{ told.metric }}',
        cast({{ told.metric_value or told.metric }} as double),
        {%- for column in explained_columns() %}
        {{ told[column] or 'null' }},
        {%- endfor %}
        {{ told.level or 'null' }}
    from {{ customers }}
    {%- if told.where %}
    where {{ told.where }}
    {%- endif %}
{%- endmacro %}

{% macro scores_explained(scores, also={}) %}
    {%- set explained = [] -%}
    {%- for metric, score in scores.items() -%}
        {%- do explained.append(dict(
            also, metric=metric, level='cast(' ~ score ~ ' as ' ~ dbt.type_string() ~ ')'
        )) -%}
    {%- endfor -%}
    {{ return(explained) }}
{% endmacro %}

{#- On which side of its cut each digit of the code is. -#}
{% macro rfm_halves_explained(metrics, also={}) %}
    {%- set explained = [] -%}
    {%- for metric in metrics -%}
        {%- do explained.append(dict(
            also,
            metric=metric,
            level='case substr(rfm_value_code, ' ~ loop.index
                ~ ", 1) when '1' then 'high' else 'low' end"
        )) -%}
    {%- endfor -%}
    {{ return(explained) }}
{% endmacro %}

{% macro man_explained() %}
    {{ return([
        {
            'metric': 'rfm_monetary',
            'level': high_or_low('has_money'),
            'sentence_level': "case when has_money is null then 'no_purchase' end",
        },
        {
            'metric': 'authority',
            'metric_value': 'cast(has_authority as integer)',
            'level': high_or_low('has_authority'),
            'sentence_level': 'authority_reason',
        },
        {
            'metric': 'overdue_ratio',
            'level': high_or_low('has_need'),
            'days_since_last_order': 'days_since_last_order',
            'expected_gap_days': 'expected_gap_days',
            'recent_order_count': 'recent_order_count',
            'prior_order_count': 'prior_order_count',
            'sentence_level': "coalesce(need_reason, case when overdue_ratio > "
                ~ setting('max_need_ratio') ~ " then 'too_late' when overdue_ratio < "
                ~ setting('min_need_ratio') ~ " then 'too_early' end)",
        },
        {
            'metric': 'is_effective',
            'metric_value': 'cast(is_effective as integer)',
            'level': high_or_low('is_effective'),
            'sentence_en': 'effective_reason_en',
            'sentence_zh': 'effective_reason_zh',
        },
    ]) }}
{% endmacro %}

{#- The parts of the index have ranks; only net revenue also has a level. -#}
{% macro key_accounts_explained() %}
    {{ return([
        {
            'metric': 'net_revenue',
            'level': 'revenue_level',
            'percent_rank': 'transaction_value_rank',
        },
        {
            'metric': 'growth_ratio',
            'percent_rank': 'potential_value_rank',
            'where': "potential_value_metric = 'growth_ratio'",
        },
        {
            'metric': 'expected_net_revenue',
            'percent_rank': 'potential_value_rank',
            'where': "potential_value_metric = 'expected_net_revenue'",
        },
        {'metric': 'satisfied_order_count', 'percent_rank': 'loyalty_rank'},
        {
            'metric': 'referral_count',
            'percent_rank': 'influence_rank',
            'sentence_level': "case when referral_count = 0 then 'none' end",
        },
        {
            'metric': 'is_strategic',
            'metric_value': 'cast(is_strategic as integer)',
            'level': high_or_low('is_strategic'),
        },
        {
            'metric': 'key_account_index',
            'level': 'key_account_status',
            'sentence_level': 'key_account_reason',
        },
    ]) }}
{% endmacro %}
