{% macro fits_in_money(sums, whose) -%}
    {%- set sentence -%}
        'Data refused: the amounts of ' || coalesce({{ whose }}, '?')
        || ' add up to more than 14 digits before the decimal point. '
        || 'Correct these rows of the input, or leave them out.'
    {%- endset -%}
    case
        when
            {%- for sum in sums %}
            {{ 'and ' if not loop.first }}{{ sum }} is not null
            {%- endfor %}
            then true
        else {{ stop_with(sentence) }}
    end
{%- endmacro %}
