{% macro held_table() %}
    {#- A unit test knows no table of its model. -#}
    {%- if not execute or this is none or dbt.should_full_refresh() -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set held = load_relation(this) -%}
    {{ return(none if not held or held.type == 'view' else held) }}
{% endmacro %}
