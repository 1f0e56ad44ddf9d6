{% macro four_places(value) -%}
    {{ adapter.dispatch('four_places')(value) }}
{%- endmacro %}

{% macro default__four_places(value) -%}
    cast(round({{ value }}, 4) as decimal(18, 4))
{%- endmacro %}

{#- Counted in the last place like DuckDB's: of a double Spark rounds the shortest text. -#}
{% macro spark__four_places(value) -%}
    cast(round({{ value }} * 10000L) / 10000L as decimal(18, 4))
{%- endmacro %}
