{#- Rounded first: of a gap that is a third, three times are whole but for the last digit. -#}
{% macro days_of_gaps(gaps, language) -%}
    {{ quantity_text(
        'floor(round(' ~ gaps ~ ' * levels.expected_gap_days, 6))',
        'day_at_most_words',
        language
    ) }}
{%- endmacro %}
