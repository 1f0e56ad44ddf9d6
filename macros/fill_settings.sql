{% macro fill_settings(sentence) -%}
    {{ fill(sentence, {
        'currency': "'" ~ setting('reporting_currency') ~ "'",
        'recent_days': "'90'",
        'month_days': "'30'",
    }) }}
{%- endmacro %}
