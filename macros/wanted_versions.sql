{% macro wanted_versions() %}
    {%- set column = version_column() -%}
    {%- set source = relation_of(
        'int_orders_version' if column == 'orders_version' else 'int_as_of_dates'
    ) -%}
    {%- if not source -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query -%}
        select {{ column }} from {{ source }}
        where {{ column }} is not null
        order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
