{% macro per_order(aggregate, expression, by=none) %}
    {%- if order_grain() == 'order' -%}
        {{ expression }}
    {%- else -%}
        {{ aggregate }}({{ expression }}{{ ', ' ~ by if by else '' }})
    {%- endif -%}
{% endmacro %}
