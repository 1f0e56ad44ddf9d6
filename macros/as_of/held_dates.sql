{% macro held_dates() %}
    {%- set held = own_relation_of('int_as_of_dates') -%}
    {%- if not held or flags.FULL_REFRESH -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }}) from {{ held }} order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
