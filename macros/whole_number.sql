{% macro whole_number(column, lowest, highest) -%}
    {#- An engine's own cast to integer may round. -#}
    {%- set number = as_decimal(column, 'decimal(38, 20)') -%}
    case
        when
            {{ number }} between {{ lowest }} and {{ highest }}
            and {{ number }} = floor({{ number }})
            then cast({{ number }} as integer)
    end
{%- endmacro %}
