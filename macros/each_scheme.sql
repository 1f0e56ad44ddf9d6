{#- No join: DuckDB 2.0.0 makes one with a filter a nested loop, and stops with an internal
    error where texts are joined above it. -#}
{% macro each_scheme(labels) -%}
    {{ adapter.dispatch('each_scheme')(labels) }}
{%- endmacro %}

{% macro default__each_scheme(labels) -%}
    explode(array('{{ labels | join("', '") }}'))
{%- endmacro %}

{% macro duckdb__each_scheme(labels) -%}
    unnest(['{{ labels | join("', '") }}'])
{%- endmacro %}
