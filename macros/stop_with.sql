{% macro stop_with(sentence) -%}
    {{ adapter.dispatch('stop_with')(sentence) }}
{%- endmacro %}

{% macro duckdb__stop_with(sentence) -%}
    error({{ sentence }})
{%- endmacro %}

{% macro spark__stop_with(sentence) -%}
    raise_error({{ sentence }})
{%- endmacro %}
