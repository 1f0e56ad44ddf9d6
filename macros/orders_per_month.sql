{#- Of somebody new nothing can be said yet by the day: a month is the least. -#}
{% macro orders_per_month() -%}
    {%- set days = setting('month_days') -%}
    case
        when first_order_date is not null
            then {{ rounded_ratio(days ~ ' * order_count', 'greatest(tenure_days, ' ~ days ~ ')') }}
    end
{%- endmacro %}
