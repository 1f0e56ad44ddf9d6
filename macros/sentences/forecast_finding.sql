{#- What is said of the method that speaks for a store, and why no model does. -#}
{% macro forecast_finding(language) -%}
    {%- set text = dbt.type_string() -%}
    trim(concat(
        {{ fill_template('findings.sentence_' ~ language, {
            'method': 'methods.label_' ~ language,
            'trials': 'cast(champions.trial_count as ' ~ text ~ ')',
            'days': 'cast(champions.tried_horizon_days as ' ~ text ~ ')',
            'error': format_number('champions.root_mean_squared_error', 2),
            'same_again_error': format_number('champions.same_again_error', 2),
            'customers': 'cast(champions.known_customer_count as ' ~ text ~ ')',
            'least_customers': "'" ~ setting('forecast_min_customers') ~ "'",
        }) }}, ' ', coalesce(reasons.sentence_{{ language }}, '')
    ))
{%- endmacro %}
