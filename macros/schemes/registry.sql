{% macro extra_schemes() %}
    {{ return({
        'abc_margin': {'model': 'abc_margin_tiers', 'label': 'abc_margin_class'},
        'loyalty': {'model': 'loyalty_levels', 'label': 'loyalty_level'},
        'value_type': {'model': 'value_types', 'label': 'value_type'},
        'man': {'model': 'man_profiles', 'label': 'man_profile'},
        'key_account': {'model': 'key_accounts', 'label': 'key_account_status'},
        'grade': {'model': 'customer_grades', 'label': 'customer_grade'},
        'buying_style': {'model': 'buying_styles', 'label': 'buying_style'},
    }) }}
{% endmacro %}

{% macro label_columns() %}
    {%- set labels = {
        'rfm': 'rfm_segment',
        'rfm_value': 'rfm_value_segment',
        'abc': 'abc_class',
        'lifecycle': 'lifecycle_stage',
    } -%}
    {%- for scheme, model in extra_schemes().items() if is_used(scheme) -%}
        {%- do labels.update({scheme: model.label}) -%}
    {%- endfor -%}
    {{ return(labels) }}
{% endmacro %}

{% macro label_of_scheme(labels, suffix, customers='customers') -%}
    case schemes.scheme
        {%- for scheme, label in labels.items() %}
        when '{{ scheme }}' then {{ customers }}.{{ label }}{{ suffix }}
        {%- endfor %}
    end
{%- endmacro %}

{% macro schemes_of(labels) -%}
    (values ('{{ labels | join("'), ('") }}')) as schemes (scheme)
{%- endmacro %}

{% macro schemes_of_buyers() %}
    {{ return({
        'rfm': 'days_since_last_order',
        'rfm_value': 'days_since_last_order',
        'abc': 'net_revenue',
        'abc_margin': 'margin_amount',
        'value_type': 'value_per_order',
        'buying_style': 'discount_share',
    }) }}
{% endmacro %}

{% macro headline_schemes() %}
    {{ return(['loyalty', 'value_type'] | select('in', label_columns()) | list) }}
{% endmacro %}

{% macro learned_metrics() %}
    {%- set metrics = [
        'days_since_last_order', 'rfm_frequency', 'rfm_monetary', net_revenue_metric()
    ] -%}
    {%- set of_schemes = {
        'abc_margin': ['margin_amount'],
        'value_type': [
            'value_per_order', 'satisfied_order_count', 'discount_share',
            'engagement_count', 'orders_per_month'
        ],
        'buying_style': ['discount_share'],
        'key_account': ['growth_ratio', 'satisfied_order_count', 'referral_count'],
    } -%}
    {%- for scheme, names in of_schemes.items() if is_used(scheme) -%}
        {%- do metrics.extend(names) -%}
    {%- endfor -%}
    {{ return(metrics | unique | list) }}
{% endmacro %}

{% macro falling_metrics() %}
    {{ return(['days_since_last_order', 'overdue_ratio', 'discount_share']) }}
{% endmacro %}

{% macro histogram_metric(metric) -%}
    {{ net_revenue_metric() if metric == 'net_revenue' else metric }}
{%- endmacro %}

{% macro net_revenue_metric() -%}
    {{ 'rfm_monetary' if setting('rfm_window_days') is none else 'net_revenue' }}
{%- endmacro %}

{% macro lifecycle_metric() -%}
    {{ return({
        'cadence': 'overdue_ratio', 'fixed': 'days_since_last_order'
    }[setting('lifecycle_method')]) }}
{%- endmacro %}

{#- The facts of customer_tiers and value_types that a move can be told by. -#}
{% macro movement_metrics() %}
    {{ return([
        'days_since_last_order', 'order_count', 'net_revenue', 'margin_amount',
        'satisfied_order_count', 'referral_count', 'last_nps', 'last_rating',
        'recent_order_count', 'recent_net_revenue', 'discount_share',
        'key_account_index', 'value_score', 'volume_score'
    ]) }}
{% endmacro %}
