{#- Rounded as a running sum, so the displayed shares add up to 100 %. -#}
{% macro portfolio_numbers() %}
    {%- set numbers = {} -%}
    {%- set sums = ['0'] -%}
    {%- for place, type in [
        ('valued', 'valued'), ('volume', 'volume'), ('both', 'valued_volume'),
        ('others', 'occasional')
    ] -%}
        {%- do sums.append(
            sums | last ~ ' + case shares.judged_by when ' ~ "'margin'"
            ~ ' then shares.' ~ type ~ '_margin_share else shares.' ~ type
            ~ '_net_revenue_share end'
        ) -%}
        {%- do numbers.update({place: [
            'round(' ~ sums[-1] ~ ', 3) - round(' ~ sums[-2] ~ ', 3)', 'percent_words'
        ]}) -%}
    {%- endfor -%}
    {%- do numbers.update({
        'top': ['round(concentration.upper_net_revenue_share, 3)', 'percent_words'],
        'upsell': ['shares.conversion_candidate_count', 'upsell_words'],
    }) -%}
    {{ return(numbers) }}
{% endmacro %}

{% macro portfolio_advice(language) -%}
    {%- set values = {
        'top_customers': "'" ~ percent_of_setting('upper_customer_share') ~ "'"
    } -%}
    {%- for place, (number, words) in portfolio_numbers().items() -%}
        {%- do values.update({
            place: quantity_text('stores.' ~ place ~ '_digits', words, language)
        }) -%}
    {%- endfor -%}
    {{ fill_template('advices.sentence_' ~ language, values) }}
{%- endmacro %}
