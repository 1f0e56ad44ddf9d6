{#- Of somebody new nothing can be said yet by the day: 30 days are the least. -#}
{% macro orders_per_month(customers) -%}
    {{ money_per(
        '30 * ' ~ customers ~ '.order_count',
        'greatest(' ~ customers ~ '.tenure_days, 30)'
    ) }}
{%- endmacro %}
