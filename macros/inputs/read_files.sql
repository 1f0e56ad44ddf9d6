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
    {#- Each column of an input reads it again; a dbt result can be read once. -#}
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

{% macro files_at(location) %}
    {%- set files = run_query(
        'select file from glob(' ~ sql_literal(location) ~ ') order by file'
    ) -%}
    {{ return(files.columns[0].values() | list) }}
{% endmacro %}

{% macro read_as(kind, place, source) %}
    {%- set options = source.get('read_options') or {} -%}
    {%- set is_glob = files_at(source.location) | length > 1 -%}
    {#- Options that silently lose rows or parts of them. -#}
    {%- set losing = {
        'ignore_errors': 'what it can not read', 'store_rejects': 'what it can not read',
        'comment': 'lines, and the ends of lines, that have the sign somewhere',
    } -%}
    {#- Options that guess a type or a name, or change a value. -#}
    {%- set guessing = [
        'auto_detect', 'auto_type_candidates', 'column_types', 'columns',
        'convert_strings_to_integers', 'dateformat', 'decimal_separator', 'dtypes',
        'field_appearance_threshold', 'files_to_sniff', 'map_inference_threshold',
        'maximum_depth', 'maximum_sample_files', 'normalize_names', 'records',
        'sample_size', 'thousands', 'timestampformat', 'types'
    ] -%}
    {%- for option, value in options.items() if kind != 'parquet' and value -%}
        {%- if option in losing -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ".read_options has " ~ option ~ ", with which DuckDB drops "
                ~ losing[option] ~ ". Take it away; rows that you do not want are named by "
                ~ "leave_out, and counted."
            ) }}
        {%- elif option in guessing -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ".read_options has " ~ option ~ ": every column arrives as "
                ~ "the text that stands in the file, and nothing is guessed. Take it away, and "
                ~ "cast in an expression under columns."
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if options.get('strict_mode', true) is not sameas true -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ place ~ ".read_options has strict_mode: false, with which DuckDB "
            ~ "reads broken quotes as it likes. Mend the file, or say its quote and escape."
        ) }}
    {%- elif options.get('union_by_name', true) is not sameas true -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ place ~ ".read_options has union_by_name: false, with which DuckDB "
            ~ "drops the columns that only some of the files have. Take it away."
        ) }}
    {%- endif -%}
    {%- if kind == 'csv' -%}
        {{ return(read_csv_files(place, source)) }}
    {%- elif kind == 'json' -%}
        {{ return(read_json_files(place, source)) }}
    {%- endif -%}
    {{ return('read_parquet(' ~ reader_arguments(
        source.location, dict({'union_by_name': true} if is_glob else {}, **options)
    ) ~ ')') }}
{% endmacro %}

{% macro reader_arguments(location, options) %}
    {%- set arguments = [sql_literal(location)] -%}
    {%- for option, value in options.items() -%}
        {%- do arguments.append(option ~ ' = ' ~ sql_literal(value)) -%}
    {%- endfor -%}
    {{ return(arguments | join(', ')) }}
{% endmacro %}
