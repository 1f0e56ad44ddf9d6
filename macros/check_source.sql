{% macro check_source(place, source) %}
    {%- set name = '("([^"]|"")+"|`[^`]+`|[^\\W\\d][\\w$]*)' -%}
    {%- set relation = source.get('relation') -%}
    {%- if relation and not modules.re.fullmatch(name ~ '([.]' ~ name ~ '){0,2}', relation | string) -%}
        {{ exceptions.raise_compiler_error(
            place ~ ".relation is " ~ relation ~ ", which is no table's name. Write "
            ~ "it as schema.table; a name with blanks or signs in double quotes."
        ) }}
    {%- elif not relation and source.get('location') is not string -%}
        {{ exceptions.raise_compiler_error(
            place ~ " names no data: give it a relation (a table in the warehouse) or a "
            ~ "location (one file or glob, such as data/*.csv)."
        ) }}
    {%- endif -%}
    {%- do check_keys(place ~ '.read_options', source.get('read_options')) -%}
    {%- for option in source.get('read_options') or {} -%}
        {%- if not modules.re.fullmatch('[a-z_]+', option | string) -%}
            {{ exceptions.raise_compiler_error(
                place ~ ".read_options has a key " ~ option ~ ", which is no option."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
