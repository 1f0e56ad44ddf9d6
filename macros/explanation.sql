{% macro explanation(language) -%}
    {%- set template -%}
        coalesce(
            levels.sentence_{{ language }},
            own.sentence_{{ language }},
            general.sentence_{{ language }}
        )
        || case
            when levels.next_level is null then ''
            else coalesce(own.next_{{ language }}, general.next_{{ language }}, '')
        end
    {%- endset -%}
    {%- set decimal_places = 'metrics.decimal_places' -%}
    {{ fill(template, {
        'level': 'coalesce(labels.label_' ~ language ~ ', levels.level)',
        'next_level': 'coalesce(next_labels.label_' ~ language ~ ', levels.next_level)',
        'value': format_number('levels.metric_value', decimal_places),
        'start': format_number('levels.start_value', decimal_places),
        'next_start': format_number('levels.next_start_value', decimal_places),
        'distance': format_number('levels.distance_to_next_level', decimal_places),
        'threshold': format_number('levels.threshold', '2'),
        'threshold_percent': format_number('100 * levels.threshold', '0'),
        'days': format_number('levels.days_since_last_order', '0'),
        'gap': format_number('levels.expected_gap_days', '0'),
        'rank': format_number('100 * levels.percent_rank', '0'),
        'orders_recent': format_number('levels.recent_order_count', '0'),
        'orders_previous': format_number('levels.previous_order_count', '0'),
        'revenue_recent': format_number('levels.metric_value', decimal_places),
        'revenue_previous': format_number('levels.previous_net_revenue', decimal_places),
        'growth_factor': "'" ~ setting('grade_growth_factor') ~ "'",
        'key_revenue_percent': format_number(
            '100 * ' ~ setting('key_account_revenue_share'), '0'
        ),
        'recent_days': "'" ~ setting('recent_days') ~ "'",
        'month_days': "'" ~ setting('month_days') ~ "'",
        'currency': "'" ~ setting('reporting_currency') ~ "'",
    }) }}
{%- endmacro %}
