{% macro order_rows(name) -%}
    {%- set wanted = (wanted_versions() or [none])[0] -%}
    select
        {{ name }}.*,
        cast({{ "'" ~ wanted ~ "'" if wanted else 'null' }} as {{ dbt.type_string() }})
            as orders_version
    from {{ name }}
    {%- if is_added_to() and not missing_versions() %}
    where 1 = 0
    {%- endif %}
{%- endmacro %}
