{% macro whole_number(expression, lowest, highest) -%}
    {#- An engine's own cast to integer may round. -#}
    {%- set number = 'try_cast(' ~ clean_text(expression) ~ ' as decimal(18, 4))' -%}
    case
        when
            {{ number }} between {{ lowest }} and {{ highest }}
            and {{ number }} = floor({{ number }})
            then cast({{ number }} as integer)
    end
{%- endmacro %}
