{% macro whole_number(expression, lowest, highest) -%}
    {#- An engine's own cast to integer may round. -#}
    {%- set number = as_decimal(expression, 'decimal(38, 20)') -%}
    case
        when
            {{ number }} between {{ lowest }} and {{ highest }}
            and {{ number }} = floor({{ number }})
            then cast({{ number }} as integer)
    end
{%- endmacro %}
