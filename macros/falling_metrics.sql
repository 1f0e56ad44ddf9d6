{% macro falling_metrics() %}
    {{ return(['days_since_last_order', 'overdue_ratio', 'discount_share']) }}
{% endmacro %}
