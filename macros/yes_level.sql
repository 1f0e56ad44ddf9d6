{% macro yes_level(is_so) -%}
    case when {{ is_so }} then 'high' when not {{ is_so }} then 'low' end
{%- endmacro %}
