{% macro wanted_versions(name=none) -%}
    {%- set column = version_column(name) -%}
    {%- set source = versions_of(column) -%}
    select {{ column }}
    from {{ as_of_dates() if source == 'int_as_of_dates' else relation_of(source) }} as versions
    where {{ column }} is not null
{%- endmacro %}
