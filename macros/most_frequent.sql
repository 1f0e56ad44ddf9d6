{% macro most_frequent(expression, numbers) -%}
    {%- set places = [] -%}
    {%- for number in numbers -%}
        {%- do places.append(
            count_of(expression, number) ~ ' * 100 - ' ~ number
        ) -%}
    {%- endfor -%}
    mod(100 - mod(nullif(greatest({{ places | join(', ') }}, 0), 0), 100), 100)
{%- endmacro %}
