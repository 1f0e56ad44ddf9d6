{% macro told_change(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'before': 'changes.before_digits',
        'now': 'changes.now_digits',
        'value': quantity_text('changes.now_digits', 'words', language),
        'ago': number_with_unit('changes.value_now', 'day_ago_words', language),
    }) }}
{%- endmacro %}
