{#- Where nothing of a table is still true, replacing it is cheaper than deleting it. -#}
{% macro should_full_refresh() %}
    {%- set asked = config.get('full_refresh') -%}
    {%- if asked is none -%}
        {%- set asked = flags.FULL_REFRESH -%}
    {%- endif -%}
    {%- if asked or not execute or not version_column() -%}
        {{ return(asked) }}
    {%- endif -%}
    {%- set wanted = wanted_versions() -%}
    {{ return(not held_versions() | select('in', wanted) | list) }}
{% endmacro %}
