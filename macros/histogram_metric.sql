{% macro histogram_metric(metric) -%}
    {{ net_revenue_metric() if metric == 'net_revenue' else metric }}
{%- endmacro %}
