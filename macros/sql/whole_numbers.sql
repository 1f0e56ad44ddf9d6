{% macro whole_numbers(last) -%}
    (values {% for n in range(1, last + 1) %}({{ n }}){{ ', ' if not loop.last }}{% endfor %})
    as whole_numbers (n)
{%- endmacro %}
