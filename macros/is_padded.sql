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
