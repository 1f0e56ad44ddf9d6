{% macro day_rows(name, day) -%}
    {%- set column = version_column() -%}
    {%- set days = relation_of(versions_of(column)) -%}
    select
        {{ name }}.*,
        {% if days -%}
        days.{{ column }}
        {%- else -%}
        cast(null as bigint) as {{ column }}
        {%- endif %}
    from {{ name }}
    {%- if days %}
    left join {{ days }} as days on {{ name }}.{{ day }} is not distinct from days.source_date
    {%- endif %}
{%- endmacro %}
