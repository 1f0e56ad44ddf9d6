{% macro money(expression) -%}
    try_cast({{ expression }} as decimal(18, 4))
{%- endmacro %}
