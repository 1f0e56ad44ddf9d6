{#- Nearly every file can be read as Latin-1. In it letters with accents stand alone as a rule;
    in Chinese, Japanese and Korean encodings such bytes come in pairs. -#}
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
