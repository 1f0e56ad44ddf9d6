{% macro columns_of(relation, names, suffix='') -%}
    {%- for name in names -%}
        {{ relation }}.{{ name }}{{ suffix }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
