{% macro rows_of(place, source) %}
    {%- if source.get('relation') -%}
        {{ return(source.relation) }}
    {%- elif source.get('location') -%}
        {{ return(read_files(place, source)) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error(
        "inputs." ~ place ~ " names no data: give it a relation (a table in the "
        ~ "warehouse) or a location (a CSV, Parquet or JSON file or glob)."
    ) }}
{% endmacro %}
