{% macro same_customer(left, right) -%}
    {{ left }}.store_id = {{ right }}.store_id
    and {{ left }}.customer_id = {{ right }}.customer_id
    and {{ left }}.as_of_date = {{ right }}.as_of_date
{%- endmacro %}

{% macro same_day_same_store(left, right) -%}
    {{ left }}.store_id = {{ right }}.store_id
    and {{ left }}.as_of_date = {{ right }}.as_of_date
{%- endmacro %}
