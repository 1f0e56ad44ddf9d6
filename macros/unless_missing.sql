{% macro unless_missing(text) -%}
    {%- set words = setting('missing_texts') -%}
    {%- set literals = ["''"] -%}
    {%- for word in words -%}
        {%- do literals.append(text_literal(word)) -%}
    {%- endfor -%}
    {#- Most ids are longer than any word for nothing, and need no closer look. -#}
    case
        when length({{ text }}) > {{ words | map('length') | max | default(0, true) }} then {{ text }}
        when lower({{ text }}) not in ({{ literals | join(', ') }}) then {{ text }}
    end
{%- endmacro %}
