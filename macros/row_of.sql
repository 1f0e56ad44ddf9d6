{% macro row_of(table) -%}
    {{ adapter.dispatch('row_of')(table) }}
{%- endmacro %}

{% macro duckdb__row_of(table) -%}
    {{ table }}
{%- endmacro %}

{% macro spark__row_of(table) -%}
    struct({{ table }}.*)
{%- endmacro %}
