{#- Nothing before is no ground to judge growth on. -#}
{% macro growth_ratio(now, before) -%}
    case
        when {{ before }} > 0
            then {{ rounded_ratio('coalesce(' ~ now ~ ', 0)', before) }}
    end
{%- endmacro %}
