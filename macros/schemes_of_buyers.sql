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
