{#- The net revenue to expect of a purchase day, of a customer with `x` repeat purchase days
    of `mean_value` on average (at least 0), by the Gamma-Gamma fit p, q, v of the store:
    the mean over all that the customer's own could be (Fader, Hardie, Lee 2005: RFM and
    CLV, equation 5). Where there is no fit, as if one more order had had the mean of the
    store. -#}
{% macro expected_order_value(x, mean_value, store_value) -%}
    case
        when q > 1
            then p * (v + {{ x }} * {{ mean_value }}) / (p * {{ x }} + q - 1)
        else ({{ store_value }} + {{ x }} * {{ mean_value }}) / ({{ x }} + 1)
    end
{%- endmacro %}

{#- The model whose numbers a method takes. -#}
{% macro model_of_method(method) -%}
    case when {{ method }} = 'bg_nbd' then 'bg_nbd' else 'mbg_nbd' end
{%- endmacro %}

{#- Net revenue per purchase day after the first, of a row of customer_facts; refunds may
    exceed the orders. -#}
{% macro repeat_value() -%}
    case
        when purchase_day_count > 1
            then
                cast(greatest(net_revenue - first_day_revenue, 0) as double)
                / (purchase_day_count - 1)
        else 0
    end
{%- endmacro %}
