{% macro explanation_template(language) -%}
    {%- set next = 'coalesce(own.next_' ~ language ~ ', general.next_' ~ language ~ ')' -%}
    replace(
        coalesce(
            {{ fill_settings('levels.sentence_' ~ language) }},
            own.sentence_{{ language }},
            general.sentence_{{ language }}
        ),
        '{next}',
        case when levels.next_level is null then '' else coalesce({{ next }}, '') end
    )
{%- endmacro %}
