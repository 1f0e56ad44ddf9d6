{% macro quantity_text(number, words, language) -%}
    {%- set text = number_text(number, words) -%}
    replace(
        case {{ text }}
            when '0' then {{ words }}.zero_{{ language }}
            when '<1' then {{ words }}.few_{{ language }}
            when '1' then {{ words }}.one_{{ language }}
            else {{ words }}.other_{{ language }}
        end,
        '{number}',
        {{ text }}
    )
{%- endmacro %}
