{% macro headline(language) -%}
    {{ fill('headlines.headline_' ~ language, {
        'orders': quantity_text('customers.order_count', 'order_words', language),
        'revenue': quantity_text('customers.net_revenue', 'money_words', language),
        'ago': quantity_text(
            'customers.days_since_last_order', 'day_ago_words', language
        ),
    }) }}
{%- endmacro %}
