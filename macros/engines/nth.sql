{% macro nth(list, place) -%}
    {{ adapter.dispatch('nth')(list, place) }}
{%- endmacro %}

{% macro duckdb__nth(list, place) -%}
    {{ list }}[{{ place }}]
{%- endmacro %}

{% macro spark__nth(list, place) -%}
    element_at({{ list }}, {{ place }})
{%- endmacro %}
