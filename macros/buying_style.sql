{#- Who has bought nothing has no style yet. -#}
{% macro buying_style(discount_level, facts) -%}
    case
        when {{ discount_level }} = 'high' then 'rational'
        when
            {{ discount_level }} = 'low'
            and ({{ facts }}.last_rating >= 4 or {{ facts }}.referral_count > 0)
            then 'emotional'
        when {{ discount_level }} is not null then 'mixed'
    end
{%- endmacro %}
