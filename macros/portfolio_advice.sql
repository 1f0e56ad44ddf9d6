{#- Rounded as a running sum, so that the shares that are told add up to the whole. -#}
{% macro portfolio_advice(language) -%}
    {%- set values = {} -%}
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
        {%- do values.update({place: quantity_text(
            'round(' ~ sums[-1] ~ ', 3) - round(' ~ sums[-2] ~ ', 3)',
            'percent_words', language
        )}) -%}
    {%- endfor -%}
    {%- do values.update({
        'top_customers': "'" ~ percent_of_setting('upper_customer_share') ~ "'",
        'top': quantity_text(
            'round(concentration.upper_net_revenue_share, 3)', 'percent_words', language
        ),
        'upsell': quantity_text(
            'shares.conversion_candidate_count', 'upsell_words', language
        ),
    }) -%}
    {{ fill('advices.sentence_' ~ language, values) }}
{%- endmacro %}
