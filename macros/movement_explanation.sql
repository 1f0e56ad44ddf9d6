{% macro movement_explanation(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'date_before': 'cast(moves.previous_as_of_date as ' ~ dbt.type_string() ~ ')',
        'days_before': format_number('moves.days_before', '0'),
        'days': format_number('moves.days_since_last_order', '0'),
        'orders_before': format_number('moves.order_count_before', '0'),
        'orders': format_number('moves.order_count', '0'),
        'revenue_before': format_number('moves.net_revenue_before', '2'),
        'revenue': format_number('moves.net_revenue', '2'),
    }) }}
{%- endmacro %}
