{% macro fill(sentence, values) -%}
    {%- set filled = namespace(sql=sentence) -%}
    {%- for place, value in values.items() -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ place ~ "}', coalesce("
            ~ value ~ ", '-'))" -%}
    {%- endfor -%}
    {{ return(filled.sql) }}
{%- endmacro %}
