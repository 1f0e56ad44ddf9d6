{% macro check_mapping(input_name, known_columns) %}
    {%- set input = (var('inputs') or {}).get(input_name) or {} -%}
    {%- for column in input.get('columns') or {} if column not in known_columns -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ input_name ~ ".columns has " ~ column ~ ", which " ~ input_name
            ~ " do not know. They know: " ~ known_columns | join(', ') ~ "."
        ) }}
    {%- endfor -%}
{% endmacro %}
