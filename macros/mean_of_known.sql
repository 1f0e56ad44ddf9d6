{% macro mean_of_known(columns) -%}
    (
        {%- for column in columns -%}
        coalesce({{ column }}, 0){{ ' + ' if not loop.last }}
        {%- endfor -%}
    )
    / nullif(cast(
        {%- for column in columns -%}
        case when {{ column }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
        {%- endfor %}
        as double
    ), 0)
{%- endmacro %}
