{% macro text_literal(text) -%}
    {{ adapter.dispatch('text_literal')(text) }}
{%- endmacro %}

{% macro duckdb__text_literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}

{% macro spark__text_literal(text) -%}
    '{{ text | replace('\\', '\\\\') | replace("'", "\\'") }}'
{%- endmacro %}

{% macro sql_literal(value) %}
    {%- set parts = [] -%}
    {%- if value is mapping -%}
        {%- for name, part in value.items() -%}
            {%- do parts.append(sql_literal(name | string) ~ ': ' ~ sql_literal(part)) -%}
        {%- endfor -%}
        {{ return('{' ~ parts | join(', ') ~ '}') }}
    {%- elif value is boolean or value is number -%}
        {{ return(value | string | lower) }}
    {%- elif value is string -%}
        {{ return(text_literal(value)) }}
    {%- endif -%}
    {%- for part in value or [] -%}
        {%- do parts.append(sql_literal(part)) -%}
    {%- endfor -%}
    {{ return('[' ~ parts | join(', ') ~ ']') }}
{% endmacro %}
