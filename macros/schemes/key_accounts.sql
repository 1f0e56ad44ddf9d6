{#- The index is the mean of these; influence is a bonus on top. -#}
{% macro key_account_dimensions() %}
    {{ return(['transaction_value', 'potential_value', 'loyalty']) }}
{% endmacro %}

{#- The potential value is the revenue expected where a forecast is in force, and growth
    elsewhere: of the two, a store has ranks of one per date. -#}
{% macro key_account_metrics() %}
    {{ return({
        'net_revenue': 'transaction_value',
        'expected_net_revenue': 'potential_value',
        'growth_ratio': 'potential_value',
        'satisfied_order_count': 'loyalty',
        'referral_count': 'influence',
    }) }}
{% endmacro %}

{% macro key_account_facts() %}
    {{ return(
        ['growth_ratio', 'satisfied_order_count', 'referral_count']
        + (['potential_net_revenue'] if is_enabled('forecasts') else [])
    ) }}
{% endmacro %}

{% macro key_account_ranks() -%}
    case
            when expected_net_revenue_ranks.percent_rank is null then 'growth_ratio'
            else 'expected_net_revenue'
        end as potential_value_metric,
        {% for dimension in key_account_metrics().values() | unique -%}
        {%- set ranks = [] -%}
        {%- for metric, own in key_account_metrics().items() if own == dimension -%}
            {%- do ranks.append(metric ~ '_ranks.percent_rank') -%}
        {%- endfor -%}
        {{ ranks[0] if ranks | length == 1 else 'coalesce(' ~ ranks | join(', ') ~ ')' }}
            as {{ dimension }}_rank
        {{- ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro join_key_account_ranks() -%}
    {%- for metric in key_account_metrics() %}
    left join ranks as {{ metric }}_ranks
        on
            {{ same_store_and_date('facts', metric ~ '_ranks') }}
            and {{ metric }}_ranks.metric = '{{ histogram_metric(metric) }}'
            and facts.{{ metric }} = {{ metric }}_ranks.metric_value
    {%- endfor %}
{%- endmacro %}

{#- A column for each dimension, and the index from which on one is a key account. -#}
{% macro weights_in_a_row() -%}
    {%- for dimension in key_account_metrics().values() | unique -%}
        max(case when weights.dimension = '{{ dimension }}' then weights.weight end)
            as {{ dimension }}
        {{- ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- Unknown parts drop out, and the other weights are scaled up. -#}
{% macro key_account_index() -%}
    least(
        100 * {{ weighted_mean_of_known(key_account_dimensions()) }}
        + coalesce(weights.influence * customers.influence_rank, 0),
        100
    )
{%- endmacro %}

{% macro key_account_status() -%}
    case
        when {{ key_account_reason() }} is null then 'other' else 'key_account'
    end
{%- endmacro %}

{#- Rounded, since a double can miss a bound by its last digit. -#}
{% macro key_account_reason() -%}
    case
        when customers.is_strategic then 'strategic'
        when customers.revenue_level = 'high' then 'revenue'
        when
            round({{ key_account_index() }}, 8) >= {{ setting('key_account_min_index') }}
            and customers.abc_class = 'A'
            and customers.lifecycle_stage <> 'lapsed'
            then 'index'
    end
{%- endmacro %}
