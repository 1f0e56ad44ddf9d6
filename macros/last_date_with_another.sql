{% macro last_date_with_another(columns) -%}
    {%- for column in columns -%}
        max(today.{{ column }}) as {{ column }},
        max(case when history.{{ column }} <> today.{{ column }} then history.as_of_date end)
        as {{ column }}_left{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
