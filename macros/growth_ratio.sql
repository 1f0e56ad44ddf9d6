{#- Nothing before is no ground to judge growth on. -#}
{% macro growth_ratio(now, before) -%}
    case
        when {{ before }} > 0
            then cast({{ ratio('coalesce(' ~ now ~ ', 0)', before) }} as decimal(18, 4))
    end
{%- endmacro %}
