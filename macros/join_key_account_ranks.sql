{% macro join_key_account_ranks() -%}
    {%- for metric in key_account_metrics() %}
    left join ranks as {{ metric }}_ranks
        on
            {{ same_day_same_store('facts', metric ~ '_ranks') }}
            and {{ metric }}_ranks.metric = '{{ histogram_metric(metric) }}'
            and facts.{{ metric }} = {{ metric }}_ranks.metric_value
    {%- endfor %}
{%- endmacro %}
