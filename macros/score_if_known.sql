{% macro score_if_known(metric) -%}
    case
        when facts.{{ metric }} is not null
            then {{ level_reached('value_type', metric, 5) }}
    end
{%- endmacro %}
