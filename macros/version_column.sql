{% macro version_column() %}
    {{ return((config.get('meta') or {}).get('version_column')) }}
{% endmacro %}
