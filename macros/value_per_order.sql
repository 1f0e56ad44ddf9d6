{% macro value_per_order() -%}
    case
        when unknown_cost_order_count = 0
            then {{ money_per('net_revenue - cost_amount', 'order_count') }}
        else {{ money_per('net_revenue', 'order_count') }}
    end
{%- endmacro %}
