{% macro as_of_rows(name) -%}
    {%- set dates = as_of_dates() -%}
    {%- set version = version_column() or 'as_of_version' -%}
    select
        {{ name }}.*,
        {% if dates -%}
        as_of_dates.{{ version }} as as_of_version
        {%- else -%}
        cast(null as {{ dbt.type_string() }}) as as_of_version
        {%- endif %}
    from {{ name }}
    {%- if dates %}
    left join {{ dates }} as as_of_dates
        on {{ name }}.as_of_date = as_of_dates.as_of_date
    where {{ is_to_be_built(name ~ ".as_of_date") }}
    {%- endif %}
{%- endmacro %}
