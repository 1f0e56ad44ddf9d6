{#- The facts that the rules of clusters bound, with the decimal places that a reason
    shows. -#}
{% macro cluster_metrics() %}
    {{ return({
        'days_since_last_order': 0,
        'order_count': 0,
        'net_revenue': 2,
        'mean_gap_days': 2,
        'discount_share': 2,
        'average_order_value': 2,
        'tenure_days': 0,
    }) }}
{% endmacro %}

{#- What a row of rules says of one metric; null where the box does not bound it. -#}
{% macro rule_of_metric(metric, column) -%}
    max(case when metric = '{{ metric }}' then {{ column }} end)
{%- endmacro %}
