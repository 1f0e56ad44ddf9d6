{% macro add_days(date, days) -%}
    cast(
        {{ dbt.dateadd('day', 'cast(' ~ days ~ ' as integer)', date) }} as date
    )
{%- endmacro %}
