{% macro is_unreadable(value, raw_column) -%}
    {#- Of values that are there the text is not looked at. -#}
    case when {{ value }} is null then {{ clean_text(raw_column) }} is not null else false end
{%- endmacro %}
