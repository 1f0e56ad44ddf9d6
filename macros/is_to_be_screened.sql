{% macro is_to_be_screened() %}
    {%- set name = 'int_screened_orders' -%}
    {%- if not holds_wanted_rows(name) -%}
        {{ return('1 = 1') }}
    {%- endif -%}
    {%- set days = days_to_build(name, 'order_date') -%}
    {#- Of copies the first is accepted: where one comes or goes, another may be the first. -#}
    {%- set query -%}
        select distinct cast(order_date as {{ dbt.type_string() }})
        from {{ held_table(name) }}
        where (store_id, order_id) in (
            select store_id, order_id from {{ held_table(name) }}
            where {{ is_one_of('order_date', days) }}
            union all
            select store_id, order_id from {{ relation_of('int_filled_orders') }}
            where {{ is_one_of('order_date', days, 'ordered_at') }}
        )
    {%- endset -%}
    {%- set sharing = run_query(query).columns[0].values() | list if days else [] -%}
    {{ return(is_one_of(
        'screened_orders.order_date',
        (days + sharing) | unique | list,
        'screened_orders.ordered_at'
    )) }}
{% endmacro %}
