{% macro read_files(name, input) %}
    {{ return(adapter.dispatch('read_files')(name, input)) }}
{% endmacro %}

{% macro duckdb__read_files(name, input) %}
    {%- set location = input.location | replace("'", "''") -%}
    {%- set readers = {
        'parquet': 'read_parquet', 'json': 'read_json', 'ndjson': 'read_json',
        'jsonl': 'read_json', 'csv': 'read_csv', 'tsv': 'read_csv', 'txt': 'read_csv',
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
        {%- set files = run_query(
            "select count(*) from glob('" ~ location ~ "')"
        ).columns[0].values()[0] -%}
        {%- if files == 0 -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ name ~ ".location is " ~ input.location ~ ": no file is there. "
                ~ "A relative path starts at the folder in which dbt was called."
            ) }}
        {%- endif -%}
    {%- endif -%}
    {%- set options = {} -%}
    {%- if readers[format] == 'read_csv' -%}
        {%- do options.update({'all_varchar': true}) -%}
    {%- endif -%}
    {%- do options.update(input.get('read_options') or {}) -%}
    {%- set arguments = ["'" ~ location ~ "'"] -%}
    {%- for option, value in options.items() -%}
        {%- do arguments.append(option ~ ' = ' ~ sql_literal(value)) -%}
    {%- endfor -%}
    {%- set rows = readers[format] ~ '(' ~ arguments | join(', ') ~ ')' -%}
    {%- if readers[format] == 'read_json' -%}
        {%- set rows = "(select to_json(columns(*)) ->> '$' from " ~ rows ~ ")" -%}
    {%- endif -%}
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
