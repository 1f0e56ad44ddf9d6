{% macro fill_template(sentence, values) -%}
    {%- set filled = namespace(sql=sentence) -%}
    {%- for place, value in values.items() -%}
        {%- set filled.sql = "replace(" ~ filled.sql ~ ", '{" ~ place ~ "}', coalesce("
            ~ value ~ ", '-'))" -%}
    {%- endfor -%}
    {{ return(filled.sql) }}
{%- endmacro %}

{% macro fill_settings(sentence) -%}
    {{ fill_template(sentence, {
        'currency': "'" ~ setting('reporting_currency') ~ "'",
        'recent_days': "'" ~ setting('recent_days') ~ "'",
        'growth_factor': "'" ~ setting('grade_growth_factor') ~ "'",
        'key_revenue_share': "'" ~ percent_of_setting('key_account_revenue_share') ~ "'",
        'month_days': "'" ~ setting('month_days') ~ "'",
        'forecast_days': "'" ~ setting('forecast_days') ~ "'",
        'forecast_min_orders': "'" ~ setting('forecast_min_orders') ~ "'",
    }) }}
{%- endmacro %}

{% macro fill_from_columns(sentence, places, language) -%}
    {%- set values = {} -%}
    {%- for place in places -%}
        {%- do values.update({place: place ~ '_' ~ language}) -%}
    {%- endfor -%}
    {{ fill_template(sentence, values) }}
{%- endmacro %}
