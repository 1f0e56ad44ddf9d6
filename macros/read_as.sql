{% macro read_as(kind, place, source) %}
    {%- set options = source.get('read_options') or {} -%}
    {%- set is_glob = files_at(source.location) | length > 1 -%}
    {#- What loses rows, or parts of them, without a word. -#}
    {%- set losing = {
        'ignore_errors': 'what it can not read', 'store_rejects': 'what it can not read',
        'comment': 'lines, and the ends of lines, that have the sign somewhere',
    } -%}
    {#- What takes a type or a name from a guess, or puts a value in other words. -#}
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
