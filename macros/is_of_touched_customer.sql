{#- Where an order of a customer is another, so are the gaps of the orders around it. -#}
{% macro is_of_touched_customer() %}
    {%- set name = 'int_order_events' -%}
    {%- if not holds_wanted_rows(name) -%}
        {{ return('1 = 1') }}
    {%- endif -%}
    {%- set days = days_to_build(name, 'source_date') -%}
    {%- if not days -%}
        {{ return('1 = 0') }}
    {%- endif -%}
    {%- set customers -%}
        select store_id, customer_id from {{ held_table(name) }}
        where {{ is_one_of('source_date', days) }}
        union
        select store_id, customer_id from {{ relation_of('int_screened_orders') }}
        where {{ is_one_of('order_date', days) }}
        union
        select store_id, customer_id from {{ relation_of('int_customer_profiles') }}
        where {{ is_one_of('registered_date', days) }}
    {%- endset -%}
    {{ return('(store_id, customer_id) in (' ~ customers ~ ')') }}
{% endmacro %}
