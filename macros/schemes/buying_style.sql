{#- If discounts are unknown, nobody has a style. -#}
{% macro buying_style(discount_level, facts) -%}
    {%- set style -%}
    case
        when {{ discount_level }} = 'high' then 'rational'
        when
            {{ discount_level }} = 'low'
            and (
                {{ facts }}.last_rating >= {{ setting('satisfied_rating') }}
                or {{ facts }}.referral_count > 0
            )
            then 'emotional'
        when {{ discount_level }} is not null then 'mixed'
    end
    {%- endset -%}
    {{ if_bought(style, facts) }}
{%- endmacro %}
