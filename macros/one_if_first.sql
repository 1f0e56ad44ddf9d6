{#- Lines of one order may differ in their amounts alone; which of them is the first must
    not depend on the engine. -#}
{% macro one_if_first(column) -%}
    case
        when
            {{ column }} is not null
            and row_number() over (
                partition by store_id, customer_id, {{ column }}
                order by
                    ordered_at, order_id, currency
                    {%- if order_grain() == 'line' -%}
                    , gross_amount, discount_amount, cost_amount nulls last,
                    category nulls last, channel nulls last
                    {%- endif %}
            ) = 1
            then 1
        else 0
    end
{%- endmacro %}
