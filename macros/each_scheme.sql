{#- No join: one with a filter would become a nested loop over all customers. -#}
{% macro each_scheme(labels) -%}
    {{ adapter.dispatch('each_scheme')(labels) }}
{%- endmacro %}

{% macro default__each_scheme(labels) -%}
    explode(array('{{ labels | join("', '") }}'))
{%- endmacro %}

{% macro duckdb__each_scheme(labels) -%}
    unnest(['{{ labels | join("', '") }}'])
{%- endmacro %}
