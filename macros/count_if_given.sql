{% macro count_if_given(count, input_name) -%}
    {%- if is_given(input_name) -%}
        cast(coalesce({{ count }}, 0) as integer)
    {%- else -%}
        cast(null as integer)
    {%- endif -%}
{%- endmacro %}
