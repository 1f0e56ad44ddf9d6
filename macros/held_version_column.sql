{% macro held_version_column() %}
    {{ return('orders_version' if version_column() == 'orders_version' else 'as_of_version') }}
{% endmacro %}
