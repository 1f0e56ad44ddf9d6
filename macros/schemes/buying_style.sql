{#- The label of a scheme that cuts one metric. -#}
{% macro label_by_cut(scheme, level, facts='facts') -%}
    {%- if scheme == 'buying_style' -%}
        {{ buying_style(level, facts) }}
    {%- elif scheme == 'forecast' -%}
        {{ forecast_segment(level, facts) }}
    {%- else -%}
        {{ if_bought(level, facts) }}
    {%- endif -%}
{%- endmacro %}

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
