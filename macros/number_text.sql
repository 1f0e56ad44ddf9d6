{#- What is not zero is never shown as zero. -#}
{% macro number_text(number, words) -%}
    {%- set scaled = 'cast(' ~ number ~ ' as double) * ' ~ words ~ '.multiplier' -%}
    case
        when {{ scaled }} = 0 then '0'
        when {{ words }}.number_format = 'whole'
            then case
                when round({{ scaled }}, 0) = 0 then '<1'
                else {{ format_number(scaled, 0) }}
            end
        when {{ words }}.number_format = 'down'
            then case
                when floor({{ scaled }}) = 0 then '<1'
                else {{ format_number('floor(' ~ scaled ~ ')', 0) }}
            end
        when round({{ scaled }}, 2) = 0 then '<0.01'
        when {{ words }}.number_format = 'money' then {{ format_number(scaled, 2) }}
        else regexp_replace({{ format_number(scaled, 2) }}, '[.]?0+$', '')
    end
{%- endmacro %}
