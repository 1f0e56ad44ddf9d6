{#- DuckDB's own columns of JSON would have types guessed from some rows, and numbers of which
    digits are lost. Here each value keeps the text that stands in the file. -#}
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
