{% macro dates_to_build() %}
    {%- set missing = missing_versions() -%}
    {%- if not missing -%}
        {{ return('null') }}
    {%- endif -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }})
        from {{ relation_of('int_as_of_dates') }}
        where {{ version_column() }} in ('{{ missing | join("', '") }}')
        order by 1
    {%- endset -%}
    {%- set dates = run_query(query).columns[0].values() -%}
    {{ return("cast('" ~ dates | join("' as date), cast('") ~ "' as date)") }}
{% endmacro %}
