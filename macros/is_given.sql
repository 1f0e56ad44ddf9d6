{% macro is_given(name) %}
    {%- set inputs = var('inputs') or {} -%}
    {{ return(not inputs or name in inputs) }}
{% endmacro %}
