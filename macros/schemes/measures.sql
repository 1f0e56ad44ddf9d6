{% macro metric_of_customer(customers) -%}
    case shown_metrics.metric
        {%- for metric in migration_metrics() %}
        when '{{ metric }}' then cast({{ customers }}.{{ metric }} as double)
        {%- endfor %}
    end
{%- endmacro %}
