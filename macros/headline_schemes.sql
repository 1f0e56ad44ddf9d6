{% macro headline_schemes() %}
    {{ return(['loyalty', 'value_type'] | select('in', label_columns()) | list) }}
{% endmacro %}
