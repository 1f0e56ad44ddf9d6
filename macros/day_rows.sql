{#- What other rules make than those of the days bears no version: the next build of the
    whole makes it again. -#}
{% macro day_rows(name, day) -%}
    {%- set column = version_column() -%}
    {%- set days = relation_of(versions_of(column)) -%}
    select
        {{ name }}.*,
        {% if days and rules_are_recorded() -%}
        days.{{ column }}
        {%- else -%}
        cast(null as bigint) as {{ column }}
        {%- endif %}
    from {{ name }}
    {%- if days %}
    left join {{ days }} as days on {{ name }}.{{ day }} is not distinct from days.source_date
    {%- endif %}
{%- endmacro %}
