{#- The facts of customer_tiers that a move can be told by; scores that it lacks besides. -#}
{% macro movement_metrics() %}
    {%- set scores = ['value_score', 'volume_score'] if is_used('value_type') else [] -%}
    {{ return([
        'days_since_last_order', 'order_count', 'net_revenue', 'margin_amount',
        'satisfied_order_count', 'referral_count', 'last_nps', 'last_rating',
        'recent_order_count', 'recent_net_revenue', 'discount_share',
        'key_account_index'
    ] + scores) }}
{% endmacro %}
