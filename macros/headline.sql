{% macro headline(language) -%}
    {{ fill('headlines.headline_' ~ language, {
        'orders': format_number('facts.order_count', '0'),
        'revenue': format_number('facts.net_revenue', '2'),
        'days': format_number('facts.days_since_last_order', '0'),
    }) }}
{%- endmacro %}
