{#- A view of what other rules built has its version by those at hand, as its own table
    would have. -#}
{% macro as_of_version_of(relation) -%}
    {%- set dates = as_of_dates() -%}
    {%- if dates is string -%}
        (
            select max(dates.as_of_version) from {{ dates }} as dates
            where dates.as_of_date = {{ relation }}.as_of_date
        )
    {%- else -%}
        {{ relation }}.as_of_version
    {%- endif -%}
{%- endmacro %}
