{#- All of a joined row is one column, so that names which stand on both sides never meet. -#}
{% macro join_rows(rows, place, name, join) %}
    {%- set on = keys_of_join(join) -%}
    {%- set keys = range(1, on | length + 1) -%}
    {%- set joined -%}
(
    with joined_keys as (
        select
            {%- for their in on.values() %}
            {{ clean_text(their) }} as joined_key_{{ loop.index }},
            {%- endfor %}
            {{ row_of('joined_table') }} as joined_row
        from {{ rows_of(place, join) }} as joined_table
    ),
    joined_rows as (
        select
            {%- for key in keys %}
            joined_key_{{ key }},
            {%- endfor %}
            any_value(joined_row) as joined_row
        from joined_keys
        group by {% for key in keys %}joined_key_{{ key }}{{ ', ' if not loop.last }}{% endfor %}
    ),
    first_repeated_keys as (
        select
            concat_ws(' and ', {% for key in keys %}joined_key_{{ key }}{{ ', ' if not loop.last }}{% endfor %})
                || ' (' || cast(count(*) as {{ dbt.type_string() }}) || ' rows)' as repeated_key
        from joined_keys
        where {% for key in keys %}joined_key_{{ key }} is not null{{ ' and ' if not loop.last }}{% endfor %}
        group by {% for key in keys %}joined_key_{{ key }}{{ ', ' if not loop.last }}{% endfor %}
        having count(*) > 1
        order by repeated_key
        limit 5
    ),
    repeated_keys as (
        select {{ dbt.listagg('repeated_key', "', '") }} as repeated_keys
        from first_repeated_keys
    )
    select
        mapped_rows.*,
        case
            when repeated_keys.repeated_keys <> ''
                then {{ stop_with(
                    "'inputs." ~ place ~ " has more than one row of ' || repeated_keys.repeated_keys || '. "
                    ~ "Add what tells them apart to on, or join a file with one row per key.'"
                ) }}
            else joined_rows.joined_row
        end as {{ name }}
    from {{ rows }} as mapped_rows
    cross join repeated_keys
    left join joined_rows
        on
            {%- for our in on %}
            {{ 'and ' if not loop.first }}{{ clean_text(our) }} = joined_rows.joined_key_{{ loop.index }}
            {%- endfor %}
)
    {%- endset -%}
    {{ return(joined) }}
{% endmacro %}
