{#- Each bound that is met is a level more; a level that nobody can reach has none. -#}
{% macro level_reached(scheme, metric, last_level) -%}
    case when facts.purchase_day_count > 0 then 1
    {%- for level in range(2, last_level + 1) %}
        + case
            when
                facts.{{ metric }}
                {{ '<=' if metric in falling_metrics() else '>=' }}
                bounds.{{ scheme }}_{{ metric }}_{{ level }}
                then 1
            else 0
        end
    {%- endfor %}
    end
{%- endmacro %}
