{#- A relation of the whole numbers 1 to the last one, column n. -#}
{% macro whole_numbers(last) -%}
    (values {% for n in range(1, last + 1) %}({{ n }}){{ ', ' if not loop.last }}{% endfor %})
    as whole_numbers (n)
{%- endmacro %}
