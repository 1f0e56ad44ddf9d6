{% macro order_grain() %}
    {%- set grain = mapping_of('orders').get('grain', 'order') -%}
    {%- if grain not in ['order', 'line'] -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders.grain is '" ~ grain ~ "'; it must be order (a row is an order) "
            ~ "or line (the rows of one order_id are summed)."
        ) }}
    {%- endif -%}
    {{ return(grain) }}
{% endmacro %}
