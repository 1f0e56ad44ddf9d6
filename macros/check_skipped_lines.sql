{#- Where lines end in different ways, DuckDB counts them in different ways. -#}
{% macro check_skipped_lines(place, file, options, header) %}
    {%- set quote = options.get('quote', '"') -%}
    {%- set columns = {} -%}
    {%- for name in header.names -%}
        {%- do columns.update({'column' ~ loop.index: 'VARCHAR'}) -%}
    {%- endfor -%}
    {%- set arguments = {
        'auto_detect': false, 'columns': columns, 'header': false, 'skip': header.line,
        'delim': header.delim, 'quote': quote, 'escape': options.get('escape', quote),
        'comment': '', 'null_padding': true, 'parallel': false
    } -%}
    {%- for option in ['encoding', 'compression', 'max_line_size'] if option in options -%}
        {%- do arguments.update({option: options[option]}) -%}
    {%- endfor -%}
    {%- set query -%}
        select * from read_csv({{ reader_arguments(file, arguments) }}) limit 1
    {%- endset -%}
    {%- set names = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- for name in row -%}
            {%- do names.append(name or '') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if names | map('trim') | list != header.names -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ place ~ ": it is not certain where the header of " ~ file ~ " stands. "
            ~ "Take away what comes before it, and let all lines end alike."
        ) }}
    {%- endif -%}
{% endmacro %}
