{#- Of all dates nothing is said: looking each up costs what leaving none out gains. -#}
{% macro is_to_be_built(as_of_date) %}
    {%- set dates = dates_to_build() -%}
    {{ return('1 = 1' if dates.are_all else is_one_of(as_of_date, dates.wanted)) }}
{% endmacro %}
