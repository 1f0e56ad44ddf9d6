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
