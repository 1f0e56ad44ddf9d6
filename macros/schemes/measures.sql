{% macro metric_of_customer(customers) -%}
    case told_metrics.metric
        {%- for metric in movement_metrics() %}
        when '{{ metric }}' then cast({{ customers }}.{{ metric }} as double)
        {%- endfor %}
    end
{%- endmacro %}
