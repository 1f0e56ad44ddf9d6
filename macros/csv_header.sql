{#- The line that has most of the names that are looked for is the header; what stands
    before it (a title, Excel's sep=;) is no data. Which sign parts its names parts all. -#}
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
