{% macro incredible_timestamp() -%}
    timestamp '0001-01-01 00:00:00'
{%- endmacro %}
