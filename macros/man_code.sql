{% macro man_code(has_money, has_authority, has_need) -%}
    concat(
        {{ as_letter(has_money, 'M') }},
        {{ as_letter(has_authority, 'A') }},
        {{ as_letter(has_need, 'N') }}
    )
{%- endmacro %}
