{% macro headline_of_labels(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'segment': 'segments.label_' ~ language,
        'class': 'abc_classes.label_' ~ language,
        'stage': 'lifecycle_stages.label_' ~ language,
        'currency': "'" ~ setting('reporting_currency') ~ "'",
    }) }}
{%- endmacro %}
