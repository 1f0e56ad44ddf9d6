{% macro own_or_merged(traits) -%}
    {%- for trait in traits -%}
        coalesce(max(case when is_own_account then {{ trait }} end), min({{ trait }}))
        as {{ trait }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
