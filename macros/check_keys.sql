{% macro check_keys(place, content, known=none) %}
    {%- if content is not none and content is not mapping -%}
        {{ exceptions.raise_compiler_error(
            place ~ " is " ~ content ~ "; it must be a mapping of keys to values."
        ) }}
    {%- endif -%}
    {%- for key in content or {} if known and key not in known -%}
        {{ exceptions.raise_compiler_error(
            place ~ " has a key " ~ key ~ ", which is not known. There are: "
            ~ known | join(', ') ~ "."
        ) }}
    {%- endfor -%}
{% endmacro %}
