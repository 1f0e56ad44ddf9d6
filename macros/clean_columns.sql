{% macro clean_columns(input_name) -%}
    {%- for column in mapping_words().columns[input_name] -%}
        {{ clean_text('raw_' ~ column) }} as clean_{{ column }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
