{#- All conditions on one table in one test: each test is a query, and a hundred of them
    cost a second or two of a build. A table that replaces a rule seed is tested like
    the seed. -#}
{% test is_whole(model, key=[], unique=[], filled=[], values={}, found_in={}, seed=none) %}

{% if seed %}{{ config(enabled=is_tested([seed])) }}{% endif %}

{%- set keys = [key] if key else [] -%}
{%- for column in unique -%}
    {%- do keys.append([column] if column is string else column) -%}
{%- endfor -%}

with

table_rows as (

    select * from {{ rules(seed) if seed else model }}

),

rows_with_fault as (

    select
        case
            {%- for column in (key + filled) | unique %}
            when {{ column }} is null then '{{ column }} is missing'
            {%- endfor %}
            {%- for column, known in values.items() %}
            when {{ column }} not in (
                {%- for value in known -%}
                    {{ "'" ~ value ~ "'" if value is string else value }}
                    {{- ', ' if not loop.last }}
                {%- endfor -%}
            )
                then '{{ column }} is another value'
            {%- endfor %}
            {%- for column, place in found_in.items() %}
            {%- set table, field = place.split('.') %}
            when {{ column }} not in (select {{ field }} from {{ rules(table) }})
                then '{{ column }} is not found in {{ place }}'
            {%- endfor %}
            else 'none'
        end as fault
    from table_rows

),

faults as (

    select
        fault,
        count(*) as row_count
    from rows_with_fault
    where fault <> 'none'
    group by fault
    {%- for columns in keys %}
    union all
    select
        '{{ columns | join(', ') }} is not unique' as fault,
        count(*) as row_count
    from table_rows
    where {{ columns | join(' is not null and ') }} is not null
    group by {{ columns | join(', ') }}
    having count(*) > 1
    {%- endfor %}
    {{- faults_of_current_view(model) if not seed }}

)

select * from faults

{% endtest %}
