{% macro key_account_metrics() %}
    {{ return({
        'net_revenue': 'transaction_value',
        'growth_ratio': 'potential_value',
        'satisfied_order_count': 'loyalty',
        'referral_count': 'influence',
    }) }}
{% endmacro %}
