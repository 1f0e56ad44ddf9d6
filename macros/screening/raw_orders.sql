{% macro raw_order_columns() %}
    {{ return([
        'raw_order_id', 'raw_customer_id', 'raw_ordered_at', 'raw_gross_amount',
        'raw_order_status', 'raw_discount_amount', 'raw_refund_amount',
        'raw_refunded_at', 'raw_cost_amount', 'raw_currency', 'raw_store_id',
        'raw_channel', 'raw_category'
    ]) }}
{% endmacro %}

