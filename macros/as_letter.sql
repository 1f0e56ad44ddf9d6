{% macro as_letter(answer, letter) -%}
    case
        when {{ answer }} then '{{ letter | upper }}'
        when not {{ answer }} then '{{ letter | lower }}'
        else '?'
    end
{%- endmacro %}
