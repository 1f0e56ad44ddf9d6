{% macro json_keys_of(place, objects) %}
    {%- set query -%}
        with objects as (
            select
                json_keys(json) as keys,
                list_distinct(list_transform(keys, lambda key: lower(key))) as names,
                filename
            from {{ objects }}
        ),
        key_positions as (
            select
                unnest(keys) as key,
                unnest(range(len(keys))) as position,
                case when len(names) < len(keys) then filename end as file,
                case when len(names) < len(keys) then keys end as keys
            from objects
        )
        select
            key,
            max(case
                when len(list_filter(keys, lambda other: lower(other) = lower(key))) > 1 then file
            end) as file
        from key_positions
        group by key
        order by min(position), key
    {%- endset -%}
    {%- set names = {} -%}
    {%- for key, file in run_query(query).rows -%}
        {%- if file and key | lower in mapped_names(place) -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ": an object in " ~ file ~ " has more than one key " ~ key
                ~ ", by small and capital letters alike. Give one of them another name."
            ) }}
        {%- endif -%}
        {%- do names.setdefault(key | lower, []).append(key) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
