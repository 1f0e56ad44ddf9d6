{% macro list_item(list, place) -%}
    {{ adapter.dispatch('list_item')(list, place) }}
{%- endmacro %}

{% macro duckdb__list_item(list, place) -%}
    {{ list }}[{{ place }}]
{%- endmacro %}

{% macro spark__list_item(list, place) -%}
    element_at({{ list }}, {{ place }})
{%- endmacro %}
