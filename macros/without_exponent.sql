{% macro without_exponent(text) -%}
    {%- set parts = "split_part(lower(" ~ text ~ "), 'e', " -%}
    {%- set number = "ltrim(" ~ parts ~ "1), '+-')" -%}
    {%- set whole = "split_part(" ~ number ~ ", '.', 1)" -%}
    {%- set digits = "repeat('0', 100) || " ~ whole ~ " || split_part(" ~ number
        ~ ", '.', 2) || repeat('0', 100)" -%}
    {%- set point = "100 + length(" ~ whole ~ ") + try_cast(" ~ parts ~ "2) as integer)" -%}
    case
        when regexp_full_match(
            {{ text }}, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eE][+-]?[0-9]{1,2}'
        )
            then case when {{ text }} like '-%' then '-' else '' end
                || left({{ digits }}, {{ point }}) || '.'
                || substring({{ digits }}, {{ point }} + 1)
    end
{%- endmacro %}
