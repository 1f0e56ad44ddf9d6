{% macro value_per_order(customers) -%}
    {%- set is_cost_known = customers ~ '.unknown_cost_order_count = 0' -%}
    case
        when {{ is_cost_known }}
            then
                {{ money_per(
                    customers ~ '.net_revenue - ' ~ customers ~ '.cost_amount',
                    customers ~ '.order_count'
                ) }}
        else {{ money_per(customers ~ '.net_revenue', customers ~ '.order_count') }}
    end
{%- endmacro %}
