{% macro fill_from_columns(sentence, places, language) -%}
    {%- set values = {} -%}
    {%- for place in places -%}
        {%- do values.update({place: place ~ '_' ~ language}) -%}
    {%- endfor -%}
    {{ fill(sentence, values) }}
{%- endmacro %}
