{% macro infinity() -%}
    cast('infinity' as double)
{%- endmacro %}
