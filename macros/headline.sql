{% macro headline(language) -%}
    {{ fill('headlines.headline_' ~ language, {
        'orders': format_number('customers.order_count', '0'),
        'revenue': format_number('customers.net_revenue', '2'),
        'days': format_number('customers.days_since_last_order', '0'),
    }) }}
{%- endmacro %}
