{#- Beyond these bounds a double and a float stand for several whole numbers each. -#}
{% macro clean_id(expression) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    {%- set kind = 'upper(typeof(' ~ expression ~ '))' -%}
    {%- set number = 'abs(try_cast(' ~ text ~ ' as double))' -%}
    case
        when {{ kind }} = 'BOOLEAN' or {{ kind }} like '%]' or {{ kind }} like 'ARRAY<%'
            or {{ kind }} like 'STRUCT%' or {{ kind }} like 'MAP%'
            then null
        when {{ kind }} = 'DOUBLE' and not {{ number }} < 9007199254740992 then null
        when {{ kind }} = 'FLOAT' and not {{ number }} < 16777216 then null
        when {{ is_number(expression) }} then {{ number_as_text(expression) }}
        when {{ is_padded(text) }} then {{ unless_missing(unpadded(text)) }}
        else {{ unless_missing(text) }}
    end
{%- endmacro %}
