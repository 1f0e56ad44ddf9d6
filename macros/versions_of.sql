{% macro versions_of(column) %}
    {{ return({
        'day_version': 'int_order_days',
        'orders_version': 'int_order_days',
        'ledger_version': 'int_event_days',
    }.get(column, 'int_as_of_dates')) }}
{% endmacro %}
