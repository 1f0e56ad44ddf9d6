{% macro most_frequent(expression, numbers) -%}
    {%- set places = [] -%}
    {%- for number in numbers -%}
        {%- do places.append(expression ~ '_' ~ number ~ ' * 100 - ' ~ number) -%}
    {%- endfor -%}
    mod(100 - mod(greatest({{ places | join(', ') }}), 100), 100)
{%- endmacro %}
