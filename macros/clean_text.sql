{% macro clean_text(expression) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    nullif(
        case
            when {{ is_number(expression) }} then {{ number_as_text(expression) }}
            when {{ is_padded(text) }} then {{ unpadded(text) }}
            else {{ text }}
        end,
        ''
    )
{%- endmacro %}
