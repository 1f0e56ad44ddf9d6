{% macro headline(language) -%}
    {{ fill('headlines.headline_' ~ language, {
        'orders': number_with_unit('customers.order_count', 'order_words', language),
        'revenue': number_with_unit('customers.net_revenue', 'money_words', language),
        'ago': number_with_unit(
            'customers.days_since_last_order', 'day_ago_words', language
        ),
    }) }}
{%- endmacro %}
