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

{% macro meets_box() -%}
    {%- for metric in cluster_metrics() %}
    and case
        when facts.{{ metric }} is null
            then coalesce(boxes.{{ metric }}_unknown <> 'out', true)
        else
            coalesce(boxes.{{ metric }}_unknown <> 'only', true)
            and coalesce(facts.{{ metric }} >= boxes.{{ metric }}_lower, true)
            and coalesce(facts.{{ metric }} < boxes.{{ metric }}_upper, true)
    end
    {%- endfor %}
{%- endmacro %}

{#- What the box asks of each metric that it bounds, and what the customer has. -#}
{% macro cluster_reason(language) -%}
    {%- set opening, closing, comma = (
        (' (', ')', '; ') if language == 'en' else ('（', '）', '；')
    ) -%}
    {%- set reasons = ["'" ~ comma ~ "'"] -%}
    {%- for metric, places in cluster_metrics().items() -%}
        {%- set scaled = '100 * ' ~ metric if metric == 'discount_share' else metric -%}
        {%- set sign = '%' if metric == 'discount_share' else '' -%}
        {%- do reasons.append(
            metric ~ '_condition_' ~ language ~ " || coalesce('" ~ opening ~ "' || "
            ~ format_number(scaled, places) ~ " || '" ~ sign ~ closing ~ "', '')"
        ) -%}
    {%- endfor -%}
    concat_ws({{ reasons | join(', ') }})
{%- endmacro %}
