{% macro mapped_names(place) %}
    {%- set input_name = place.split('.')[0] -%}
    {%- set input = mapping_of(input_name) -%}
    {%- set texts = [input.get('leave_out') or ''] -%}
    {%- for part in ['columns', 'order_columns'] -%}
        {%- do texts.extend((input.get(part) or {}).values()) -%}
    {%- endfor -%}
    {%- for join in (input.get('joins') or {}).values() -%}
        {%- do texts.extend(keys_of_join(join).keys()) -%}
        {%- do texts.extend(keys_of_join(join).values()) -%}
    {%- endfor -%}
    {%- set names = [] if '.' in place else mapping_words().columns[input_name] | list -%}
    {%- for text in texts -%}
        {%- set code = modules.re.sub("'[^']*'", ' ', text | string) -%}
        {%- for quoted, plain in modules.re.findall('"((?:[^"]|"")+)"|([^\\W\\d]\\w*)', code) -%}
            {%- do names.append((quoted | replace('""', '"') if quoted else plain) | lower) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(names | unique | list) }}
{% endmacro %}
