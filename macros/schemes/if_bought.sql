{#- Customers who never bought are not compared: in all these schemes they have one
    label. -#}
{% macro if_bought(label, facts='facts') -%}
    case when {{ facts }}.purchase_day_count > 0 then {{ label }} else 'no_purchase' end
{%- endmacro %}
