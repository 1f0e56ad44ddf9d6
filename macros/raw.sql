{% macro raw(name) %}
    {%- set inputs = var('inputs') or {} -%}
    {%- set input = inputs.get(name) -%}
    {%- if input is mapping and input.get('relation') -%}
        {{ return(input.relation) }}
    {%- elif input is mapping and input.get('location') -%}
        {{ return(read_files(name, input)) }}
    {%- elif input -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ name ~ " names no data: give it a relation (a table in the "
            ~ "warehouse) or a location (a CSV, Parquet or JSON file or glob)."
        ) }}
    {%- elif inputs.get('orders') -%}
        {{ return('(select 1 as no_rows where false)') }}
    {%- elif inputs -%}
        {{ exceptions.raise_compiler_error(
            "inputs names " ~ inputs | join(', ') ~ " but not orders: give inputs.orders "
            ~ "a relation or a location."
        ) }}
    {%- endif -%}
    {{ return(ref('sample_' ~ name)) }}
{% endmacro %}
