{% macro headline(language) -%}
    {{ fill('headlines.sentence_' ~ language, {
        'segment': 'labels.rfm_segment_label_' ~ language,
        'class': 'labels.abc_class_label_' ~ language,
        'stage': 'labels.lifecycle_stage_label_' ~ language,
        'orders': format_number('facts.order_count', '0'),
        'revenue': format_number('facts.net_revenue', '2'),
        'currency': "'" ~ setting('reporting_currency') ~ "'",
        'days': format_number('facts.days_since_last_order', '0'),
    }) }}
{%- endmacro %}
