{#- Who never bought is compared with nobody: one label says so in all these schemes. -#}
{% macro if_bought(label, facts='facts') -%}
    case when {{ facts }}.purchase_day_count > 0 then {{ label }} else 'no_purchase' end
{%- endmacro %}
