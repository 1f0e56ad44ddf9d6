{#- What a table above does not hold yet, as after `--exclude`, waits for the next build:
    made of old rows, it would bear the new version. -#}
{% macro dates_to_build() %}
    {%- set held = held_table() -%}
    {%- set dates = as_of_dates() -%}
    {%- set compares_dates = version_column() != 'as_of_version' -%}
    {#- What is not selected bears the versions of the rules by which it was built. -#}
    {%- set versions = ['as_of_version'] if dates is not string
        else ['as_of_version', 'recorded_version'] -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }})
        from {{ dates }} as dates
        where
            {{ version_column() }} is not null
            {%- if held %}
            and {{ version_column() }} not in (
                select distinct {{ held_version_column() }} from {{ held }}
            )
            {%- endif %}
            {%- for input in versioned_inputs(model.unique_id, 'as_of_version') %}
            {%- set held_by_input = [] -%}
            {%- for version in versions -%}
                {%- do held_by_input.append(
                    version ~ ' in (select distinct as_of_version from '
                    ~ relation_of(input) ~ ')'
                ) -%}
            {%- endfor -%}
            {%- if compares_dates %}
            and not exists (
                select 1 from {{ dates }} as others
                where not ({{ held_by_input | join(' or ') }})
            )
            {%- else %}
            and ({{ held_by_input | join(' or ') }})
            {%- endif %}
            {%- endfor %}
        order by 1
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
