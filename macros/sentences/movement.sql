{% macro migration_explanation(language) -%}
    {{ fill_template('sentences.sentence_' ~ language, {
        'date_before': 'cast(migrations.previous_as_of_date as ' ~ dbt.type_string() ~ ')',
        'facts': 'changes.facts_' ~ language,
    }) }}
{%- endmacro %}

{% macro migration_of_labels(language) -%}
    {{ fill_template('sentences.sentence_' ~ language, {
        'from': 'label_pairs.from_label_' ~ language,
        'to': 'label_pairs.to_label_' ~ language,
    }) }}
{%- endmacro %}

{% macro change_text(language) -%}
    {{ fill_template('sentences.sentence_' ~ language, {
        'before': 'changes.before_digits',
        'now': 'changes.now_digits',
        'value': quantity_text('changes.now_digits', 'words', language),
        'ago': number_with_unit('changes.current_value', 'day_ago_words', language),
    }) }}
{%- endmacro %}
