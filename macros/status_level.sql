{% macro status_level() %}
    {%- set input = mapping_of('orders') -%}
    {%- set level = input.get('status_level', 'order') -%}
    {%- if level not in ['order', 'line'] -%}
        {{ exceptions.raise_compiler_error(
            "inputs.orders.status_level is '" ~ level ~ "'; it must be order (all lines of "
            ~ "an order have one status) or line (each line has its own)."
        ) }}
    {%- endif -%}
    {{ return(level) }}
{% endmacro %}
