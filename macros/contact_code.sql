{#- Without the input nobody's address is known, and nobody is known to have none. -#}
{% macro contact_code(profiles) -%}
    {%- if is_given('customers') -%}
        concat(
            {{ as_letter(profiles ~ '.phone is not null', 'P') }},
            {{ as_letter(profiles ~ '.email is not null', 'E') }}
        )
    {%- else -%}
        '??'
    {%- endif -%}
{%- endmacro %}
