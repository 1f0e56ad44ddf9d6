{% macro fill_settings(sentence) -%}
    {{ fill(sentence, {
        'currency': "'" ~ setting('reporting_currency') ~ "'",
        'recent_days': "'" ~ setting('recent_days') ~ "'",
        'growth_factor': "'" ~ setting('grade_growth_factor') ~ "'",
        'key_revenue_share': "'" ~ percent_of_setting('key_account_revenue_share') ~ "'",
        'month_days': "'" ~ setting('month_days') ~ "'",
    }) }}
{%- endmacro %}
