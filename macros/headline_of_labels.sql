{% macro headline_of_labels(language) -%}
    {%- set phrases = {'loyalty': "''", 'value_type': "''"} -%}
    {%- for scheme in headline_schemes() -%}
        {%- do phrases.update({scheme: fill(
            scheme ~ '_phrases.sentence_' ~ language,
            {'level': scheme ~ '_labels.label_' ~ language}
        )}) -%}
    {%- endfor -%}
    {{ fill('sentences.sentence_' ~ language, {
        'segment': 'segments.label_' ~ language,
        'class': 'abc_classes.label_' ~ language,
        'stage': 'lifecycle_stages.label_' ~ language,
        'loyalty': phrases.loyalty,
        'value_type': phrases.value_type,
    }) }}
{%- endmacro %}
