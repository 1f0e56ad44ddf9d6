{% macro movement_of_labels(language) -%}
    {{ fill('causes.sentence_' ~ language, {
        'from': 'from_labels.label_' ~ language,
        'to': 'to_labels.label_' ~ language,
        'currency': "'" ~ setting('reporting_currency') ~ "'",
    }) }}
{%- endmacro %}
