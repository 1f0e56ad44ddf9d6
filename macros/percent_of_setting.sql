{% macro percent_of_setting(name) %}
    {{ return('%g' | format(100 * setting(name) | float) ~ '%') }}
{% endmacro %}
