{#- What a table above does not hold yet, as after `--exclude`, waits for the next build:
    made of old rows, it would bear the new version. -#}
{% macro dates_at_hand(versions) %}
    {%- set as_of_dates = relation_of('int_as_of_dates') -%}
    {%- set at_hand = versions_of_inputs('as_of_version') -%}
    {%- set moves_at_hand = versions_of_inputs('movement_version') -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }})
        from {{ as_of_dates }}
        where {{ version_column() }} in ('{{ versions | join("', '") }}')
        {%- if at_hand is not none and version_column() == 'as_of_version' %}
            and as_of_version in ('{{ at_hand | join("', '") }}')
        {%- elif at_hand is not none %}
            and not exists (
                select 1 from {{ as_of_dates }} as others
                where others.as_of_version not in ('{{ at_hand | join("', '") }}')
            )
        {%- endif %}
        {%- if moves_at_hand is not none %}
            and (
                movement_version is null
                or movement_version in ('{{ moves_at_hand | join("', '") }}')
            )
        {%- endif %}
        order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
