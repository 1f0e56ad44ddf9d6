{#- The facts that the rules of clusters bound, with their units. -#}
{% macro cluster_metrics() %}
    {{ return({
        'days_since_last_order': 'whole',
        'order_count': 'whole',
        'net_revenue': 'money',
        'mean_gap_days': 'number',
        'discount_share': 'share',
        'average_order_value': 'money',
        'tenure_days': 'whole',
    }) }}
{% endmacro %}

{#- What a row of rules says of one metric; null where the box does not bound it. -#}
{% macro rule_of_metric(metric, column) -%}
    max(case when metric = '{{ metric }}' then {{ column }} end)
{%- endmacro %}
