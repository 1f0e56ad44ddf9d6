{% macro explanation_texts(language) %}
    {%- set label = 'label_' ~ language -%}
    {%- set bound = ['bound_words', language] -%}
    {{ return({
        'level': 'coalesce(labels.' ~ label ~ ', levels.level)',
        'next_level': 'coalesce(next_labels.' ~ label ~ ', levels.next_level)',
        'value': quantity_text('levels.metric_value', 'value_words', language),
        'start': bound_text('levels.start_value', *bound),
        'next_start': bound_text('levels.next_start_value', *bound),
        'distance': quantity_text(
            'levels.distance_to_next_level', 'value_words', language
        ),
        'threshold': bound_text('levels.threshold', *bound),
        'missing': bound_text(
            'abs(levels.threshold - levels.metric_value)', 'value_words', language
        ),
        'ago': quantity_text('levels.days_since_last_order', 'day_ago_words', language),
        'gap': quantity_text('levels.expected_gap_days', 'day_words', language),
        'start_days': days_of_gaps('levels.start_value', language),
        'next_start_days': days_of_gaps('levels.next_start_value', language),
        'percent': quantity_text('levels.metric_value', 'percent_words', language),
        'share_from': quantity_text('levels.share_from', 'percent_words', language),
        'share_to': quantity_text('levels.threshold', 'percent_words', language),
        'share_last': quantity_text('1 - levels.share_from', 'percent_words', language),
        'recent_orders': quantity_text('levels.recent_order_count', 'order_words', language),
        'previous_orders': quantity_text(
            'levels.previous_order_count', 'order_words', language
        ),
        'rank': quantity_text('levels.percent_rank', 'ahead_words', language),
        'revenue_recent': quantity_text('levels.metric_value', 'money_words', language),
        'revenue_previous': quantity_text(
            'levels.previous_net_revenue', 'money_words', language
        ),
    }) }}
{% endmacro %}
