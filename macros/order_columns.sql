{% macro order_columns() %}
    {%- set input = mapping_of('orders') -%}
    {%- set columns = input.get('order_columns') or {} -%}
    {%- if columns and order_grain() == 'order' -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders.order_columns are for grain: line; where a row is an order, "
            ~ "all of its columns stand under columns."
        ) }}
    {%- endif -%}
    {%- for column in columns if column in (input.get('columns') or {}) -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders has " ~ column ~ " under columns and under order_columns: keep "
            ~ "it under order_columns if it is of the whole order, else under columns."
        ) }}
    {%- endfor -%}
    {{ return(columns.keys() | list) }}
{% endmacro %}
