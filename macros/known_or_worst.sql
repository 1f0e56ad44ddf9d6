{% macro known_or_worst(metric_value, is_higher_better) -%}
    coalesce(
        cast({{ metric_value }} as double),
        case when {{ is_higher_better }} then -{{ infinity() }} else {{ infinity() }} end
    )
{%- endmacro %}
