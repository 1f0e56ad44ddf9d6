{#- The dates as literals, so that the engine can leave out the others from the start. -#}
{% macro is_to_be_built(as_of_date) %}
    {%- set missing = missing_versions() if is_added_to() else wanted_versions() -%}
    {%- if not missing -%}
        {{ return('1 = 0') }}
    {%- endif -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }})
        from {{ relation_of('int_as_of_dates') }}
        where {{ version_column() }} in ('{{ missing | join("', '") }}')
        order by 1
    {%- endset -%}
    {%- set dates = run_query(query).columns[0].values() -%}
    {#- DuckDB carries the bounds through joins, the list not. -#}
    {{ return(
        as_of_date ~ " between date '" ~ dates[0] ~ "' and date '" ~ dates[-1] ~ "'\n"
        ~ "        and " ~ as_of_date ~ " in (date '" ~ dates | join("', date '") ~ "')"
    ) }}
{% endmacro %}
