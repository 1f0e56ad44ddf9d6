{% macro man_code(has_money, has_authority, has_need) -%}
    concat(
        {{ as_letter(has_money, 'M') }},
        {{ as_letter(has_authority, 'A') }},
        {{ as_letter(has_need, 'N') }}
    )
{%- endmacro %}

{% macro as_letter(answer, letter) -%}
    case
        when {{ answer }} then '{{ letter | upper }}'
        when not {{ answer }} then '{{ letter | lower }}'
        else '?'
    end
{%- endmacro %}

{% macro high_or_low(is_so) -%}
    case when {{ is_so }} then 'high' when not {{ is_so }} then 'low' end
{%- endmacro %}
