{% macro movement_explanation(language) -%}
    {{ fill('sentences.sentence_' ~ language, {
        'date_before': 'cast(moves.previous_as_of_date as ' ~ dbt.type_string() ~ ')',
        'facts': 'changes.facts_' ~ language,
    }) }}
{%- endmacro %}
