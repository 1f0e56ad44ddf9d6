{% macro lifecycle_metric() -%}
    {{ return({
        'cadence': 'overdue_ratio', 'fixed': 'days_since_last_order'
    }[setting('lifecycle_method')]) }}
{%- endmacro %}
