{% macro value_per_order() -%}
    case
        when unknown_cost_order_count = 0
            then {{ rounded_ratio('net_revenue - cost_amount', 'order_count') }}
        else {{ rounded_ratio('net_revenue', 'order_count') }}
    end
{%- endmacro %}
