{% macro csv_fields(line, delim, quote) %}
    {%- set d = modules.re.escape(delim) -%}
    {%- set q = modules.re.escape(quote) -%}
    {%- set quoted = ' *' ~ q ~ '(?:[^' ~ q ~ ']|' ~ q ~ q ~ ')*' ~ q ~ ' *|' if quote else '' -%}
    {%- set fields = [] -%}
    {%- for field in modules.re.findall('(?s)(?:^|' ~ d ~ ')(' ~ quoted ~ '.*?)(?=' ~ d ~ '|$)', line) -%}
        {%- set field = field | trim | trim('\ufeff') -%}
        {%- if quote and field | length > 1 and field.startswith(quote) and field.endswith(quote) -%}
            {%- set field = field[1:-1] | replace(quote ~ quote, quote) | trim -%}
        {%- endif -%}
        {%- do fields.append(field) -%}
    {%- endfor -%}
    {{ return(fields) }}
{% endmacro %}
