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
