{% macro portfolio_advice(language) -%}
    {%- set by_margin = "shares.judged_by = 'margin'" -%}
    {%- set values = {} -%}
    {%- for place, type in [
        ('valued', 'valued'), ('volume', 'volume'), ('both', 'valued_volume')
    ] -%}
        {%- set share = "case when " ~ by_margin ~ " then shares." ~ type
            ~ "_margin_share else shares." ~ type ~ "_net_revenue_share end" -%}
        {%- do values.update({place: format_number('100 * (' ~ share ~ ')', '0')}) -%}
    {%- endfor -%}
    {%- do values.update({
        'top': format_number('100 * concentration.upper_net_revenue_share', '0'),
        'top_percent': format_number('100 * ' ~ setting('upper_customer_share'), '0'),
        'candidates': format_number('shares.conversion_candidate_count', '0'),
    }) -%}
    {{ fill('advices.sentence_' ~ language, values) }}
{%- endmacro %}
