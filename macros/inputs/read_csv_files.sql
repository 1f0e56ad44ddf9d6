{#- DuckDB's sniffer would infer names, quotes and comments from the first lines of data
    and skip what does not fit: here everything is explicit, so a row that does not fit
    is an error. Files with another header are read separately. -#}
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
        {%- set alike = (names, header.delim, skip) | string -%}
        {%- if alike not in groups -%}
            {%- do groups.update({alike: {
                'files': [], 'names': names, 'delim': header.delim, 'skip': skip
            }}) -%}
        {%- endif -%}
        {%- do groups[alike].files.append(file) -%}
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

{#- The line with most of the expected names is the header; anything before it (a title,
    Excel's sep=;) is not data. Its delimiter applies to the whole file. -#}
{% macro csv_header(place, source, file) %}
    {%- set options = source.get('read_options') or {} -%}
    {%- set quote = options.get('quote', '"') -%}
    {%- set delim = options.get('delim') or options.get('sep') or options.get('delimiter') -%}
    {%- set as_lines = {
        'auto_detect': false, 'columns': {'line': 'VARCHAR'}, 'header': false, 'delim': '',
        'quote': '', 'escape': '', 'comment': '', 'strict_mode': false
    } -%}
    {%- for option in ['encoding', 'compression', 'max_line_size'] if option in options -%}
        {%- do as_lines.update({option: options[option]}) -%}
    {%- endfor -%}
    {%- set query -%}
        select line from read_csv({{ reader_arguments(file, as_lines) }}) limit 20
    {%- endset -%}
    {%- set lines = [] -%}
    {%- for line in run_query(query).columns[0].values() -%}
        {%- do lines.append(line or '') -%}
    {%- endfor -%}
    {%- set has_header = options.get('header', true) -%}
    {%- set wanted = mapped_names(place) -%}
    {%- set is_looked_for = has_header and 'skip' not in options -%}
    {%- set found = namespace(line=none, names=[], delim=delim or ',', hits=0, dropped='') -%}
    {%- for start in range(options.get('skip', 0), lines | length)
        if lines[start] | trim and (found.line is none or (is_looked_for and found.hits < 2)) -%}
        {%- set record = namespace(text=lines[start]) -%}
        {%- for more in lines[start + 1:] if quote and record.text.count(quote) % 2 -%}
            {%- set record.text = record.text ~ '\n' ~ more -%}
        {%- endfor -%}
        {%- for sign in ([delim] if delim else [',', ';', '\t', '|']) -%}
            {%- set names = csv_fields(record.text, sign, quote) -%}
            {%- set hits = names | map('lower') | select('in', wanted) | list | length -%}
            {%- set is_wider = start == found.line and names | length > found.names | length -%}
            {%- if found.line is none or hits > found.hits or (hits == found.hits and is_wider) -%}
                {%- set found.line, found.names = start, names -%}
                {%- set found.delim, found.hits = sign, hits -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if found.line and has_header -%}
        {%- do check_skipped_lines(place, file, options, found) -%}
    {%- endif -%}
    {%- if found.line is not none -%}
        {%- set kept = found.line + 1 if has_header else options.get('skip', 0) -%}
        {%- set found.dropped = lines[:kept] | join('\n') -%}
    {%- endif -%}
    {{ return(found) }}
{% endmacro %}

{% macro csv_fields(line, delim, quote) %}
    {%- set d = modules.re.escape(delim) -%}
    {%- set q = modules.re.escape(quote) -%}
    {%- set quoted = ' *' ~ q ~ '(?:[^' ~ q ~ ']|' ~ q ~ q ~ ')*' ~ q ~ ' *|' if quote else '' -%}
    {%- set fields = [] -%}
    {%- for field in modules.re.findall('(?s)' ~ d ~ '(' ~ quoted ~ '.*?)(?=' ~ d ~ '|$)', delim ~ line) -%}
        {%- set field = field | trim | trim('\ufeff') -%}
        {%- if quote and field | length > 1 and field.startswith(quote) and field.endswith(quote) -%}
            {%- set field = field[1:-1] | replace(quote ~ quote, quote) | trim -%}
        {%- endif -%}
        {%- do fields.append(field) -%}
    {%- endfor -%}
    {{ return(fields) }}
{% endmacro %}

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

{% macro check_headers(place, source, headers) %}
    {%- set options = source.get('read_options') or {} -%}
    {%- set has_names = options.get('names') or options.get('column_names') -%}
    {%- set drops_lines = options.get('header', true) or options.get('skip', 0) -%}
    {%- set first_file = headers | list | first -%}
    {%- for file, header in headers.items() if drops_lines -%}
        {#- A name does not begin with a digit or a sign or contain an @: that is a row
            of data. -#}
        {%- set data = [] -%}
        {%- for name in header.names if modules.re.match('[-+.]?[0-9]', name) or '@' in name -%}
            {%- do data.append(name) -%}
        {%- endfor -%}
        {%- if has_names or not options.get('header', true) -%}
            {%- if header.dropped != headers[first_file].dropped -%}
                {{ exceptions.raise_compiler_error(
                    "inputs." ~ place ~ ": what read_options skips at the beginning of " ~ file
                    ~ " is not what it skips of " ~ first_file ~ ", and may be data."
                ) }}
            {%- endif -%}
        {%- elif not header.hits and (data or headers | length > 1) -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ": " ~ file ~ " has no column " ~ (mapped_names(place) | first)
                ~ " nor any other that the mapping names; it must begin with a header row. "
                ~ "Say under read_options what parts its fields (delim), how many lines come "
                ~ "before the header (skip), or header: false and names if it has none."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#- Nearly every file can be read as Latin-1, where accented letters usually stand
    alone; in Chinese, Japanese and Korean encodings such bytes come in pairs. -#}
{% macro check_latin_1(place, source) %}
    {%- set options = source.get('read_options') or {} -%}
    {%- set encoding = modules.re.sub('[^a-z0-9]', '', options.get('encoding', '') | string | lower) -%}
    {%- if encoding in ['latin1', 'iso88591'] -%}
        {%- set arguments = {
            'auto_detect': false, 'columns': {'line': 'VARCHAR'}, 'header': false, 'delim': '',
            'quote': '', 'escape': '', 'comment': '', 'strict_mode': false,
            'encoding': options.encoding
        } -%}
        {%- set query -%}
            with runs as (
                select unnest(regexp_extract_all(line, '[\x{80}-\x{ff}]+')) as run
                from read_csv({{ reader_arguments(source.location, arguments) }})
            )
            select count(*) >= 3 and count(*) filter (length(run) % 2 = 1) = 0 from runs
        {%- endset -%}
        {%- if run_query(query).columns[0].values()[0] -%}
            {{ exceptions.raise_compiler_error(
                "inputs." ~ place ~ ".read_options.encoding is " ~ options.encoding ~ ", but "
                ~ source.location ~ " looks like GBK or another encoding of two bytes a sign. "
                ~ "Convert it to UTF-8: iconv -f GB18030 -t UTF-8 old.csv > new.csv."
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- If line endings differ, so does DuckDB's count of lines. -#}
{% macro check_skipped_lines(place, file, options, header) %}
    {%- set quote = options.get('quote', '"') -%}
    {%- set columns = {} -%}
    {%- for name in header.names -%}
        {%- do columns.update({'column' ~ loop.index: 'VARCHAR'}) -%}
    {%- endfor -%}
    {%- set arguments = {
        'auto_detect': false, 'columns': columns, 'header': false, 'skip': header.line,
        'delim': header.delim, 'quote': quote, 'escape': options.get('escape', quote),
        'comment': '', 'null_padding': true, 'parallel': false
    } -%}
    {%- for option in ['encoding', 'compression', 'max_line_size'] if option in options -%}
        {%- do arguments.update({option: options[option]}) -%}
    {%- endfor -%}
    {%- set query -%}
        select * from read_csv({{ reader_arguments(file, arguments) }}) limit 1
    {%- endset -%}
    {%- set names = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- for name in row -%}
            {%- do names.append(name or '') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if names | map('trim') | list != header.names -%}
        {{ exceptions.raise_compiler_error(
            "inputs." ~ place ~ ": it is not certain where the header of " ~ file ~ " stands. "
            ~ "Take away what comes before it, and let all lines end alike."
        ) }}
    {%- endif -%}
{% endmacro %}
