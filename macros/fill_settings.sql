{% macro fill_settings(sentence) -%}
    {{ fill(sentence, {
        'currency': "'" ~ setting('reporting_currency') ~ "'",
        'recent_days': "'" ~ setting('recent_days') ~ "'",
        'month_days': "'" ~ setting('month_days') ~ "'",
    }) }}
{%- endmacro %}
