{% macro csv_column_names(place, file, fields, given_names, has_header) %}
    {%- set width = (fields | length - 1) | string | length -%}
    {%- set names = [] -%}
    {%- for field in fields -%}
        {%- set number = loop.index0 | string -%}
        {%- set numbered = 'column' ~ '0' * (width - number | length) ~ number -%}
        {%- if loop.index0 < given_names | length -%}
            {%- do names.append(given_names[loop.index0]) -%}
        {%- elif field == '' or given_names or not has_header -%}
            {%- do names.append(numbered) -%}
        {%- else -%}
            {%- set before = fields[:loop.index0] | map('lower') | select('equalto', field | lower) | list -%}
            {%- if before and field | lower in mapped_names(place) -%}
                {{ exceptions.raise_compiler_error(
                    "inputs." ~ place ~ ": " ~ file ~ " names the column " ~ field ~ " twice. "
                    ~ "Give one of them another name, or name all of them in "
                    ~ "read_options: header: true, names: [...]."
                ) }}
            {%- endif -%}
            {%- do names.append(field ~ '_' ~ before | length if before else field) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
