{% macro read_files(name, input) %}
    {{ return(adapter.dispatch('read_files')(name, input)) }}
{% endmacro %}

{% macro duckdb__read_files(name, input) %}
    {%- set location = input.location | replace("'", "''") -%}
    {%- set readers = {
        'parquet': 'parquet', 'json': 'json', 'ndjson': 'json', 'jsonl': 'json',
        'csv': 'csv', 'tsv': 'csv', 'txt': 'csv',
    } -%}
    {%- set ending = modules.re.sub('[.](gz|zst)$', '', input.location).split('.')[-1] -%}
    {%- set format = input.get('format', ending) | lower -%}
    {%- if format not in readers -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ name ~ ".location is " ~ input.location ~ ": its ending does not "
            ~ "say how to read it. Add format, one of " ~ readers | join(', ') ~ "."
        ) }}
    {%- endif -%}
    {%- if execute and modules.re.match('[A-Za-z][A-Za-z0-9+.-]*://', input.location) -%}
        {%- set extension = 'azure' if input.location.split(':')[0] in ['az', 'abfss'] else 'httpfs' -%}
        {%- set query -%}
            select count(*) from duckdb_extensions()
            where extension_name = '{{ extension }}' and loaded
        {%- endset -%}
        {%- if run_query(query).columns[0].values()[0] == 0 -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ name ~ ".location is " ~ input.location ~ ": nothing is fetched "
                ~ "from a network. Download the file, or install DuckDB's extension "
                ~ extension ~ " and name it under extensions: in profiles.yml."
            ) }}
        {%- endif -%}
    {%- endif -%}
    {%- if execute -%}
        {%- if not files_at(input.location) -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ name ~ ".location is " ~ input.location ~ ": no file is there. "
                ~ "A relative path starts at the folder in which dbt was called."
            ) }}
        {%- endif -%}
    {%- endif -%}
    {%- if not execute -%}
        {{ return(location) }}
    {%- endif -%}
    {#- Each column of an input asks again; dbt keeps a result for one reading. -#}
    {%- set key = 'rows of ' ~ name -%}
    {%- set held = load_result(key) -%}
    {%- set rows = held.response if held else read_as(readers[format], name, input) -%}
    {%- do store_result(key, response=rows) -%}
    {{ return(rows) }}
{% endmacro %}

{% macro spark__read_files(name, input) %}
    {%- set ending = input.location.split('.')[-1] -%}
    {%- set format = input.get('format', ending) | lower -%}
    {%- if format != 'parquet' -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ name ~ ".location is " ~ input.location ~ ": on Spark it must be "
            ~ "Parquet (add format: parquet if its ending does not say so). Load anything "
            ~ "else into a table and name it as relation."
        ) }}
    {%- elif input.get('read_options') -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ name ~ ".read_options are DuckDB's; Spark has none for Parquet."
        ) }}
    {%- endif -%}
    {{ return('parquet.`' ~ input.location ~ '`') }}
{% endmacro %}
