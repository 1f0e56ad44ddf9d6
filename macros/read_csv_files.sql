{#- DuckDB's sniffer would take names, quotes and comments from the first lines of data and
    pass over what does not fit them: here all of it is said, so that a row that does not
    fit is an error. Files with another header are read beside the others. -#}
{% macro read_csv_files(place, source) %}
    {%- set options = source.get('read_options') or {} -%}
    {%- set quote = options.get('quote', '"') -%}
    {%- set has_header = options.get('header', true) -%}
    {%- set given_names = options.get('names') or options.get('column_names') or [] -%}
    {%- if given_names and 'header' not in options -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ place ~ ".read_options has names: say header: true if the files have "
            ~ "a header in whose place they stand, header: false if they have none."
        ) }}
    {%- endif -%}
    {%- do check_latin_1(place, source) -%}
    {%- set headers = {} -%}
    {%- for file in files_at(source.location) -%}
        {%- set header = csv_header(place, source, file) -%}
        {%- if header.line is not none -%}
            {%- do headers.update({file: header}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not headers -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ place ~ ": " ~ source.location ~ " is empty. It must begin with a header "
            ~ "that names its columns; those which are required, such as "
            ~ (mapped_names(place) | first) ~ ", too."
        ) }}
    {%- endif -%}
    {%- do check_headers(place, source, headers) -%}
    {%- set groups = {} -%}
    {%- for file, header in headers.items() -%}
        {%- set names = csv_column_names(
            place, file, header.names, given_names, has_header
        ) -%}
        {%- set skip = header.line if has_header else options.get('skip', 0) -%}
        {%- set group = groups.setdefault((names, header.delim, skip) | string, {
            'files': [], 'names': names, 'delim': header.delim, 'skip': skip
        }) -%}
        {%- do group.files.append(file) -%}
    {%- endfor -%}
    {%- set readings = [] -%}
    {%- for group in groups.values() -%}
        {%- set columns = {} -%}
        {%- for name in group.names -%}
            {%- do columns.update({name: 'VARCHAR'}) -%}
        {%- endfor -%}
        {%- set arguments = {
            'auto_detect': false, 'columns': columns, 'header': has_header,
            'skip': group.skip, 'delim': group.delim, 'quote': quote,
            'escape': options.get('escape', quote), 'comment': ''
        } -%}
        {%- for option, value in options.items()
            if option not in arguments and option not in [
                'all_varchar', 'column_names', 'comment', 'delimiter', 'ignore_errors', 'names', 'sep',
                'store_rejects', 'union_by_name'
            ] -%}
            {%- do arguments.update({option: value}) -%}
        {%- endfor -%}
        {%- do readings.append('read_csv(' ~ reader_arguments(
            source.location if groups | length == 1 else group.files, arguments
        ) ~ ')') -%}
    {%- endfor -%}
    {%- if readings | length == 1 -%}
        {{ return(readings[0]) }}
    {%- endif -%}
    {{ return(
        '(select * from ' ~ readings | join(' union all by name select * from ') ~ ')'
    ) }}
{% endmacro %}
