{% macro movement_of_labels(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'from': 'label_pairs.from_label_' ~ language,
        'to': 'label_pairs.to_label_' ~ language,
    }) }}
{%- endmacro %}
