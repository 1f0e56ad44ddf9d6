{% macro clean_text(expression) -%}
    {{ adapter.dispatch('clean_text')(expression) }}
{%- endmacro %}

{% macro duckdb__clean_text(expression) -%}
    nullif(trim(cast({{ expression }} as varchar)), '')
{%- endmacro %}

{#- DuckDB's trim knows all spaces of Unicode, Spark's only one. -#}
{% macro spark__clean_text(expression) -%}
    {%- set spaces = '\\u0020\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005'
        ~ '\\u2006\\u2007\\u2008\\u2009\\u200a\\u202f\\u205f\\u3000' -%}
    nullif(trim(both '{{ spaces }}' from cast({{ expression }} as string)), '')
{%- endmacro %}
