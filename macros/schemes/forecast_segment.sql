{#- Rounded, since a double can miss a bound by its last digit. -#}
{% macro is_order_expected(forecasts) -%}
    round({{ forecasts }}.expected_orders, 8) >= {{ setting('forecast_min_orders') }}
{%- endmacro %}

{% macro forecast_segment(level, facts) -%}
    {%- set segment -%}
    case when {{ is_order_expected(facts) }} then {{ level }} else 'none' end
    {%- endset -%}
    {{ if_bought(segment, facts) }}
{%- endmacro %}

{#- Its method was chosen by trials, not for want of them. -#}
{% macro is_forecast_in_force(forecasts) -%}
    {{ forecasts }}.tried_on <> 'none'
{%- endmacro %}

{#- The metrics that cuts and ranks learn from forecasts instead of customer_facts: who is
    not expected to order has no segment by revenue, and a forecast that is not in force
    makes nobody a key account. -#}
{% macro forecast_metrics() %}
    {{ return({
        'expected_net_revenue': 'case when ' ~ is_order_expected('forecasts')
            ~ ' then expected_net_revenue end',
        'potential_net_revenue': 'case when ' ~ is_forecast_in_force('forecasts')
            ~ ' then expected_net_revenue end',
    }) }}
{% endmacro %}
