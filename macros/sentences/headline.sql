{% macro headline(language) -%}
    {{ fill_template('headlines.headline_' ~ language, {
        'orders': number_with_unit('customers.order_count', 'order_words', language),
        'revenue': number_with_unit('customers.net_revenue', 'money_words', language),
        'ago': number_with_unit(
            'customers.days_since_last_order', 'day_ago_words', language
        ),
    }) }}
{%- endmacro %}

{% macro headline_of_labels(language) -%}
    {%- set phrases = {'loyalty': "''", 'value_type': "''"} -%}
    {%- for scheme in headline_schemes() -%}
        {%- do phrases.update({scheme: fill_template(
            scheme ~ '_phrases.sentence_' ~ language,
            {'level': scheme ~ '_labels.label_' ~ language}
        )}) -%}
    {%- endfor -%}
    {{ fill_template('sentences.sentence_' ~ language, {
        'segment': 'segments.label_' ~ language,
        'class': 'abc_classes.label_' ~ language,
        'stage': 'lifecycle_stages.label_' ~ language,
        'loyalty': phrases.loyalty,
        'value_type': phrases.value_type,
    }) }}
{%- endmacro %}
