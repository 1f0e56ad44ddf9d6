{#- Without a column for addresses, nobody is known to have one or to lack one. -#}
{% macro contact_code(profiles) -%}
    {%- if has_contacts() -%}
        concat(
            {{ as_letter(profiles ~ '.phone is not null', 'P') }},
            {{ as_letter(profiles ~ '.email is not null', 'E') }}
        )
    {%- else -%}
        '??'
    {%- endif -%}
{%- endmacro %}
