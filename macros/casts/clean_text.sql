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

{% macro clean_columns(input_name) -%}
    {%- for column in mapping_words().columns[input_name] -%}
        {{ clean_text('raw_' ~ column) }} as clean_{{ column }}{{ ',\n        ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro is_padded(text) -%}
    {{ adapter.dispatch('is_padded')(text) }}
{%- endmacro %}

{% macro duckdb__is_padded(text) -%}
    {%- set outer = '[\\p{Z}\\p{Cc}\\p{Cf}]' -%}
    regexp_matches({{ text }}, '^{{ outer }}|{{ outer }}$')
{%- endmacro %}

{% macro spark__is_padded(text) -%}
    {%- set outer = '[\\\\p{Z}\\\\p{Cc}\\\\p{Cf}]' -%}
    {{ text }} rlike '^{{ outer }}|{{ outer }}\\z'
{%- endmacro %}

{% macro unpadded(text) -%}
    {{ adapter.dispatch('unpadded')(text) }}
{%- endmacro %}

{% macro duckdb__unpadded(text) -%}
    {%- set outer = '[\\p{Z}\\p{Cc}\\p{Cf}]' -%}
    regexp_replace({{ text }}, '^{{ outer }}+|{{ outer }}+$', '', 'g')
{%- endmacro %}

{% macro spark__unpadded(text) -%}
    {%- set outer = '[\\\\p{Z}\\\\p{Cc}\\\\p{Cf}]' -%}
    regexp_replace({{ text }}, '^{{ outer }}+|{{ outer }}+\\z', '')
{%- endmacro %}
