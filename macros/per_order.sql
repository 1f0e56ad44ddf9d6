{#- An aggregate over an order's rows (by: the second argument of min_by and its like); where a row is an order, the row's own value. -#}
{% macro per_order(aggregate, expression, by=none) %}
    {%- if order_grain() == 'order' -%}
        {{ expression }}
    {%- else -%}
        {{ aggregate }}({{ expression }}{{ ', ' ~ by if by else '' }})
    {%- endif -%}
{% endmacro %}
