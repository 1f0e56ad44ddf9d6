{#- A number becomes text in three steps: scaled to its unit, formatted, and with the
    unit added. If a row has many numbers, each step is a column: a single expression
    would repeat the number a dozen times. -#}
{% macro scaled_number(number, words) -%}
    cast({{ number }} as double) * {{ words }}.multiplier
{%- endmacro %}

{#- A nonzero number is never shown as zero. On one line, since a catalog limits the
    length of a view. -#}
{% macro number_text(scaled, words) -%}
    {%- set text -%}
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
    {%- endset -%}
    {{ text.split() | join(' ') }}
{%- endmacro %}

{% macro quantity_text(digits, words, language) -%}
    {%- set text -%}
        replace(
            case {{ digits }}
                when '0' then {{ words }}.zero_{{ language }}
                when '<1' then {{ words }}.few_{{ language }}
                when '1' then {{ words }}.one_{{ language }}
                else {{ words }}.other_{{ language }}
            end,
            '{number}', {{ digits }}
        )
    {%- endset -%}
    {{ text.split() | join(' ') }}
{%- endmacro %}

{#- The first two steps: each reads the previous column by its alias. -#}
{% macro digits_of(numbers) -%}
    {%- for place, (number, words) in numbers.items() %}
    {{ scaled_number(number, words) }} as {{ place }}_number,
    {{ number_text(place ~ '_number', words) }} as {{ place }}_digits,
    {%- endfor %}
{%- endmacro %}

{#- All three steps at once, for a row with few numbers. -#}
{% macro number_with_unit(number, words, language) -%}
    {{ quantity_text(
        number_text(scaled_number(number, words), words), words, language
    ) }}
{%- endmacro %}

{% macro join_quantities(names) -%}
    {%- for name in names %}
    inner join quantities as {{ name }}_words
        on {{ name }}_words.quantity = '{{ name }}'
    {%- endfor %}
{%- endmacro %}
