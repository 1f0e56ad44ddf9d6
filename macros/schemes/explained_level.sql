{#- What only some sentences tell stays null in the others. -#}
{% macro explained_level(model, scheme, metric, level, also={}) -%}
    {%- set told = {
        'days_since_last_order': 'integer',
        'expected_gap_days': 'double',
        'percent_rank': 'double',
        'recent_order_count': 'integer',
        'previous_order_count': 'integer',
        'previous_net_revenue': 'decimal(18, 4)',
        'sentence_level': dbt.type_string(),
        'sentence_en': dbt.type_string(),
        'sentence_zh': dbt.type_string(),
    } -%}
    select
        store_id,
        customer_id,
        as_of_date,
        '{{ scheme }}' as scheme,
        '{{ metric }}' as metric,
        cast({{ also.metric_value or metric }} as double) as metric_value,
        {{ level }} as level
        {%- for column, data_type in told.items() %},
        cast({{ also[column] or 'null' }} as {{ data_type }}) as {{ column }}
        {%- endfor %}
    from {{ model }}
{%- endmacro %}
