{% macro score_if_known(metric) -%}
    case
        when facts.{{ metric }} is not null and bounds.{{ metric }}_level_count > 0
            then {{ level_reached('value_type', metric, 5) }}
    end
{%- endmacro %}
