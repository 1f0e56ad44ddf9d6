{% macro key_account_dimensions() %}
    {{ return((key_account_metrics().values() | list) + ['strategic']) }}
{% endmacro %}
