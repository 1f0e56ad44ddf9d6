{% macro told_change(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'before': number_text('changes.value_before', 'words'),
        'now': number_text('changes.value_now', 'words'),
        'value': quantity_text('changes.value_now', 'words', language),
        'ago': quantity_text('changes.value_now', 'day_ago_words', language),
    }) }}
{%- endmacro %}
