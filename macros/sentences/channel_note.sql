{% macro channel_note(language) -%}
    {%- set channel = 'chosen.label_' ~ language -%}
    {{ fill_template('notes.sentence_' ~ language, {
        'address': 'planned.address_' ~ language,
        'channel': 'lower(' ~ channel ~ ')' if language == 'en' else channel,
    }) }}
{%- endmacro %}
