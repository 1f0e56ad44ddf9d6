{% macro wanted_versions() -%}
    {%- set column = version_column() -%}
    select {{ column }}
    from {{ relation_of(
        'int_orders_version' if column == 'orders_version' else 'int_as_of_dates'
    ) }}
    where {{ column }} is not null
{%- endmacro %}
