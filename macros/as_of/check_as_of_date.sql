{#- A hook of the as-of dates. -#}
{% macro check_as_of_date() %}
    {%- set as_of_date = setting('as_of_date') -%}
    {%- set orders = relation_of('int_screened_orders') -%}
    {%- if as_of_date and orders -%}
        {%- set query -%}
            select cast(min(order_date) as {{ dbt.type_string() }})
            from {{ orders }}
            where rejection_reason is null
            having min(order_date) > cast('{{ as_of_date }}' as date)
        {%- endset -%}
        {%- for first_date in run_query(query).columns[0].values() -%}
            {{ refuse(
                'as_of_date is ' ~ as_of_date ~ ', before the first accepted order, which is of '
                ~ first_date ~ ': there is nobody to judge yet. Give that day or a later one.'
            ) }}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
