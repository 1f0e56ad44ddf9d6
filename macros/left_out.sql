{% macro left_out(input_name) -%}
    {%- set condition = mapping_of(input_name).get('leave_out') -%}
    {{ 'coalesce(' ~ condition ~ ', false)' if condition else 'false' }}
{%- endmacro %}
