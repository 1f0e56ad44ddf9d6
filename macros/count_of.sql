{% macro count_of(expression, number) -%}
    {{ adapter.dispatch('count_of')(expression, number) }}
{%- endmacro %}

{% macro default__count_of(expression, number) -%}
    {{ expression }}_{{ number }}
{%- endmacro %}

{% macro duckdb__count_of(expression, number) -%}
    {%- set place = number % 4 -%}
    cast(({{ expression }}_from_{{ number - place }} >> {{ 31 * place }}) & 2147483647
        as bigint)
{%- endmacro %}
