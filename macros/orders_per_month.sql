{#- Of somebody new nothing can be said yet by the day: 30 days are the least. -#}
{% macro orders_per_month() -%}
    case
        when first_order_date is not null
            then {{ money_per('30 * order_count', 'greatest(tenure_days, 30)') }}
    end
{%- endmacro %}
