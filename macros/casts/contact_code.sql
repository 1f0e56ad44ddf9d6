{#- Where no column tells of addresses, nobody's is known, and nobody is known to have none. -#}
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
