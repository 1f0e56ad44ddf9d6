{#- Where nothing of a table is still true, replacing it is cheaper than deleting it. -#}
{% macro should_full_refresh() %}
    {%- set is_asked = dbt.should_full_refresh() -%}
    {%- if is_asked or not execute or not version_column() -%}
        {{ return(is_asked) }}
    {%- endif -%}
    {{ return(not holds_wanted_rows()) }}
{% endmacro %}
