{#- DuckDB's own reading of an exponent loses digits and lets pass what does not fit. -#}
{% macro without_exponent(text) -%}
    {%- set pattern = '^([+-]?)([0-9]*)[.]?([0-9]*)[eE]([+-]?[0-9]{1,2})$' -%}
    {%- set groups = [] -%}
    {%- for number in range(1, 5) -%}
        {%- do groups.append(
            "regexp_extract(" ~ text ~ ", '" ~ pattern ~ "', " ~ number ~ ")"
        ) -%}
    {%- endfor -%}
    {%- set sign, whole, part, shift = groups -%}
    {%- set digits = "repeat('0', 100) || " ~ whole ~ " || " ~ part ~ " || repeat('0', 100)" -%}
    {%- set point = "100 + length(" ~ whole ~ ") + cast(" ~ shift ~ " as integer)" -%}
    case
        when regexp_matches({{ text }}, '{{ pattern }}') and {{ whole }} || {{ part }} <> ''
            then {{ sign }} || left({{ digits }}, {{ point }})
                || '.' || substring({{ digits }}, {{ point }} + 1)
    end
{%- endmacro %}
