{% macro forget_stale_rows() %}
    {%- if execute and is_added_to() -%}
        {%- set wanted = wanted_versions() -%}
        {%- set stale = held_versions() | reject('in', wanted) | list -%}
        {%- if stale -%}
            {{ return(adapter.dispatch('delete_versions')(held_version_column(), stale)) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro duckdb__delete_versions(column, versions) -%}
    delete from {{ this }} where {{ column }} in ('{{ versions | join("', '") }}')
{%- endmacro %}

{#- Tables of files know no delete; the as-of date is a partition of its own. -#}
{% macro spark__delete_versions(column, versions) -%}
    {%- set query -%}
        select distinct cast(as_of_date as string) from {{ this }}
        where {{ column }} in ('{{ versions | join("', '") }}')
    {%- endset -%}
    {%- set partitions = [] -%}
    {%- for date in run_query(query).columns[0].values() -%}
        {%- do partitions.append("partition (as_of_date = '" ~ date ~ "')") -%}
    {%- endfor -%}
    alter table {{ this }} drop if exists {{ partitions | join(', ') }}
{%- endmacro %}
