{% macro join_quantities(names) -%}
    {%- for name in names %}
    inner join quantities as {{ name }}_words
        on {{ name }}_words.quantity = '{{ name }}'
    {%- endfor %}
{%- endmacro %}
