{#- Nobody has a part of a day or an order: what is beyond the bound begins with a whole one. -#}
{% macro bound_text(bound, words, language) -%}
    {%- set whole -%}
        case
            when {{ words }}.number_format = 'whole' and metrics.is_higher_better
                then cast(ceil({{ bound }}) as double)
            when {{ words }}.number_format = 'whole'
                then cast(floor({{ bound }}) as double)
            else cast({{ bound }} as double)
        end
    {%- endset -%}
    {{ quantity_text(whole, words, language) }}
{%- endmacro %}
