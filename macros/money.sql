{#- An amount as decimal(18,4), or null where it is no amount (letters, NaN, infinity). -#}
{% macro money(expression) -%}
    try_cast({{ expression }} as decimal(18, 4))
{%- endmacro %}
