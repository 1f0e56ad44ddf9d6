{% macro explanation_template(language) -%}
    {%- set next = 'coalesce(own.next_' ~ language ~ ', general.next_' ~ language ~ ')' -%}
    replace(
        coalesce(
            {{ fill_settings('levels.sentence_' ~ language) }},
            own.sentence_{{ language }},
            general.sentence_{{ language }}
        ),
        '{next}',
        case when levels.next_level is null then '' else coalesce({{ next }}, '') end
    )
{%- endmacro %}

{% macro explanation_numbers() %}
    {{ return({
        'value': ['levels.metric_value', 'value_words'],
        'start': [whole_bound('levels.start_value'), 'bound_words'],
        'next_start': [whole_bound('levels.next_start_value'), 'bound_words'],
        'distance': ['levels.distance_to_next_level', 'value_words'],
        'threshold': [whole_bound('levels.threshold'), 'bound_words'],
        'missing': [
            whole_bound('abs(levels.threshold - levels.metric_value)', 'value_words'),
            'value_words'
        ],
        'ago': ['levels.days_since_last_order', 'day_ago_words'],
        'gap': ['levels.expected_gap_days', 'day_words'],
        'start_days': [days_of_gaps('levels.start_value'), 'day_at_most_words'],
        'next_start_days': [days_of_gaps('levels.next_start_value'), 'day_at_most_words'],
        'percent': ['levels.metric_value', 'percent_words'],
        'share_from': ['levels.share_from', 'percent_words'],
        'share_to': ['levels.threshold', 'percent_words'],
        'share_last': ['1 - levels.share_from', 'percent_words'],
        'recent_orders': ['levels.recent_order_count', 'order_words'],
        'previous_orders': ['levels.prior_order_count', 'order_words'],
        'rank': ['levels.percent_rank', 'ahead_words'],
        'revenue_recent': ['levels.metric_value', 'money_words'],
        'revenue_previous': ['levels.prior_net_revenue', 'money_words'],
        'orders_expected': ['levels.expected_orders', 'expected_order_words'],
    }) }}
{% endmacro %}

{#- Days and orders are whole: the range beyond the bound begins with the next whole
    number. -#}
{% macro whole_bound(bound, words='bound_words') -%}
    case
        when {{ words }}.number_format = 'whole' and metrics.is_higher_better
            then ceil({{ bound }})
        when {{ words }}.number_format = 'whole' then floor({{ bound }})
        else {{ bound }}
    end
{%- endmacro %}

{#- Rounded first: three times a third is whole except for the last digit. -#}
{% macro days_of_gaps(gaps) -%}
    floor(round({{ gaps }} * levels.expected_gap_days, 6))
{%- endmacro %}
