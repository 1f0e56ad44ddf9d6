{% macro missing_versions() %}
    {%- set held = held_versions() -%}
    {{ return(wanted_versions() | reject('in', held) | list) }}
{% endmacro %}
