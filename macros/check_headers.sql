{% macro check_headers(place, source, headers) %}
    {%- set options = source.get('read_options') or {} -%}
    {%- set has_names = options.get('names') or options.get('column_names') -%}
    {%- set drops_lines = options.get('header', true) or options.get('skip', 0) -%}
    {%- set first_file = headers | list | first -%}
    {%- for file, header in headers.items() if drops_lines -%}
        {#- No name begins with a digit or a sign, or has an @: that is a row of data. -#}
        {%- set data = [] -%}
        {%- for name in header.names if modules.re.match('[-+.]?[0-9]', name) or '@' in name -%}
            {%- do data.append(name) -%}
        {%- endfor -%}
        {%- if has_names or not options.get('header', true) -%}
            {%- if header.dropped != headers[first_file].dropped -%}
                {{ exceptions.raise_compiler_error(
                    "inputs." ~ place ~ ": what read_options skips at the beginning of " ~ file
                    ~ " is not what it skips of " ~ first_file ~ ", and may be data."
                ) }}
            {%- endif -%}
        {%- elif not header.hits and (data or headers | length > 1) -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ": " ~ file ~ " has no column " ~ (mapped_names(place) | first)
                ~ " nor any other that the mapping names; it must begin with a header row. "
                ~ "Say under read_options what parts its fields (delim), how many lines come "
                ~ "before the header (skip), or header: false and names if it has none."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
