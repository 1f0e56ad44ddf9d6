{#- The facts of customer_tiers and value_types that a move can be told by. -#}
{% macro movement_metrics() %}
    {{ return([
        'days_since_last_order', 'order_count', 'net_revenue', 'margin_amount',
        'satisfied_order_count', 'referral_count', 'last_nps', 'last_rating',
        'recent_order_count', 'recent_net_revenue', 'discount_share',
        'key_account_index', 'value_score', 'volume_score'
    ]) }}
{% endmacro %}
