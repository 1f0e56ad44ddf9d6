{% macro net_revenue_metric() -%}
    {{ 'rfm_monetary' if setting('rfm_window_days') is none else 'net_revenue' }}
{%- endmacro %}
