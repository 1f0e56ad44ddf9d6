{% macro schemes_of(labels) -%}
    (values ('{{ labels | join("'), ('") }}')) as schemes (scheme)
{%- endmacro %}
