{% macro count_unit(expression) -%}
    {{ adapter.dispatch('count_unit')(expression) }}
{%- endmacro %}

{% macro default__count_unit(expression) -%}
    1
{%- endmacro %}

{#- Four counts are the digits of one number, 31 bits for each: the 2,147,483,647 that a
    digit holds is as far as a customer's order_count goes. -#}
{% macro duckdb__count_unit(expression) -%}
    cast(1 as hugeint) << (31 * ({{ expression }} % 4))
{%- endmacro %}
