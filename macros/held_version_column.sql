{% macro held_version_column(name=none) %}
    {%- set column = version_column(name) -%}
    {{ return('as_of_version' if versions_of(column) == 'int_as_of_dates' else column) }}
{% endmacro %}
