{% macro movement_explanation(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'date_before': 'cast(moves.previous_as_of_date as ' ~ dbt.type_string() ~ ')',
        'facts': 'changes.facts_' ~ language,
    }) }}
{%- endmacro %}

{% macro movement_of_labels(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'from': 'label_pairs.from_label_' ~ language,
        'to': 'label_pairs.to_label_' ~ language,
    }) }}
{%- endmacro %}

{% macro told_change(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'before': 'changes.before_digits',
        'now': 'changes.now_digits',
        'value': quantity_text('changes.now_digits', 'words', language),
        'ago': number_with_unit('changes.value_now', 'day_ago_words', language),
    }) }}
{%- endmacro %}
