{% macro statuses() %}
    {%- set place = 'inputs.orders.statuses' -%}
    {%- set given = mapping_of('orders').get('statuses') -%}
    {%- set known = mapping_words().statuses -%}
    {%- do check_keys(place, given) -%}
    {%- set words = {} -%}
    {%- for status, meaning in (given or {}).items() -%}
        {%- set word = status | string | trim | lower -%}
        {%- if status is boolean or status is none or not word -%}
            {{ exceptions.raise_compiler_error(
                place ~ " has a status " ~ status ~ ": put it in quotes, for YAML reads no, "
                ~ "yes, on and off as true or false, and null as nothing. An order without "
                ~ "a status is completed."
            ) }}
        {%- elif word in words -%}
            {{ exceptions.raise_compiler_error(
                place ~ " has " ~ status | trim ~ " twice: small and capital letters are alike."
            ) }}
        {%- elif meaning not in known -%}
            {{ exceptions.raise_compiler_error(
                place ~ "." ~ status ~ " is " ~ meaning ~ "; it must be one of "
                ~ known | join(', ') ~ "."
            ) }}
        {%- endif -%}
        {%- do words.update({word: meaning}) -%}
    {%- endfor -%}
    {{ return(words) }}
{% endmacro %}
