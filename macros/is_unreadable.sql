{% macro is_unreadable(value, raw_column) -%}
    ({{ value }} is null and {{ clean_text(raw_column) }} is not null)
{%- endmacro %}
