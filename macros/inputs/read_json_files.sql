{#- DuckDB's own JSON columns would have types guessed from some rows, and numbers that
    lose digits. Here each value keeps its text in the file. -#}
{% macro read_json_files(place, source) %}
    {%- set options = dict(source.get('read_options') or {}, filename=true) -%}
    {%- for option in ['ignore_errors', 'auto_detect', 'union_by_name', 'comment'] -%}
        {%- do options.pop(option, none) -%}
    {%- endfor -%}
    {%- set objects = 'read_json_objects(' ~ reader_arguments(source.location, options) ~ ')' -%}
    {%- set others = json_files_of_arrays(place, source, objects) -%}
    {%- if others -%}
        {%- set single = [] -%}
        {%- for file in files_at(source.location) if file not in others -%}
            {%- do single.append(file) -%}
        {%- endfor -%}
        {%- set readings = ['select * from read_json_objects(' ~ reader_arguments(
            others, dict(options, format='array')
        ) ~ ')'] -%}
        {%- if single -%}
            {%- do readings.append(
                'select * from read_json_objects(' ~ reader_arguments(single, options) ~ ')'
            ) -%}
        {%- endif -%}
        {%- set objects = '(' ~ readings | join(' union all ') ~ ')' -%}
        {%- do json_files_of_arrays(place, source, objects) -%}
    {%- endif -%}
    {%- set pointers, columns = [], [] -%}
    {%- for name, keys in json_keys_of(place, objects).items() -%}
        {%- set values = [] -%}
        {%- for key in keys -%}
            {%- do pointers.append('/' ~ key | replace('~', '~0') | replace('/', '~1')) -%}
            {%- do values.append('texts[' ~ pointers | length ~ ']') -%}
        {%- endfor -%}
        {%- do columns.append(
            'coalesce(' ~ values | join(', ') ~ ') as "' ~ keys[0] | replace('"', '""') ~ '"'
        ) -%}
    {%- endfor -%}
    {%- if not columns -%}
        {{ return('(select filename from ' ~ objects ~ ')') }}
    {%- endif -%}
    {%- set other_columns = 'json, texts' ~ ('' if (source.get('read_options') or {}).get('filename') else ', filename') -%}
    {%- set rows -%}
(
    select
        * exclude ({{ other_columns }}){% for column in columns %},
        {{ column }}{% endfor %}
    from (
        select
            *,
            {{ json_with_exact_numbers('json') }} ->> {{ sql_literal(pointers) }} as texts
        from {{ objects }}
    )
)
    {%- endset -%}
    {{ return(rows) }}
{% endmacro %}

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
        {%- do names.update({key | lower: names.get(key | lower, []) + [key]}) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}

{% macro json_files_of_arrays(place, source, objects) %}
    {%- set query -%}
        select filename, count(*), count(*) filter (json_type(json) = 'ARRAY')
        from {{ objects }}
        where json_type(json) <> 'OBJECT'
        group by filename
        order by filename
    {%- endset -%}
    {%- set files = [] -%}
    {%- for file, others, arrays in run_query(query).rows -%}
        {%- if others != arrays or objects.startswith('(') -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ": " ~ others ~ " of the values in " ~ file ~ " are no objects; "
                ~ "each row must be one, such as {\"order_id\": 1}."
            ) }}
        {%- endif -%}
        {%- do files.append(file) -%}
    {%- endfor -%}
    {{ return(files) }}
{% endmacro %}

{#- DuckDB reads a number with a decimal point or an exponent as a double and prints
    that. Numbers that a double would print differently (1.10, 1e2, more than 15 digits)
    are quoted first. A string is matched as a whole, so that its content stays
    untouched; chr(1) can't occur in JSON. -#}
{% macro json_with_exact_numbers(json) -%}
    {%- set number = '-?[0-9]+[.][0-9]*[0-9]0|-?[0-9]+[.]?[0-9]*[eE][-+]?[0-9]+|-?[.0-9]{16,}|-0' -%}
    case
        when regexp_matches({{ json }}, ':\s*(?:{{ number }})\s*[,}]')
            then replace(
                replace(
                    regexp_replace(
                        {{ json }},
                        '("(?:[^"\\]|\\.)*")(?:(\s*:\s*)({{ number }})(\s*[,}]))?',
                        '\1\2' || chr(1) || '\3' || chr(1) || '\4',
                        'g'
                    ),
                    chr(1) || chr(1),
                    ''
                ),
                chr(1),
                '"'
            )
        else {{ json }}
    end
{%- endmacro %}
