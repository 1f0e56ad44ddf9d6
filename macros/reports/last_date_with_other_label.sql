{% macro last_date_with_other_label(columns) -%}
    {%- for column in columns -%}
        {#- An unknown label counts as a different one. -#}
        max(
            case
                when history.{{ column }} = today.{{ column }} then null
                else history.as_of_date
            end
        ) as {{ column }}_left{{ ',
        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
