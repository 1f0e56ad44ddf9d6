{% macro four_places(value) -%}
    cast(round({{ value }}, 4) as decimal(18, 4))
{%- endmacro %}
