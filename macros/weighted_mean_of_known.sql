{% macro weighted_mean_of_known(dimensions) -%}
    (
        {%- for dimension in dimensions -%}
        coalesce(weights.{{ dimension }} * customers.{{ dimension }}_rank, 0)
        {{- ' + ' if not loop.last }}
        {%- endfor -%}
    )
    / nullif(cast(
        {%- for dimension in dimensions -%}
        case when customers.{{ dimension }}_rank is null then 0 else weights.{{ dimension }} end
        {{- ' + ' if not loop.last }}
        {%- endfor %}
        as double
    ), 0)
{%- endmacro %}
