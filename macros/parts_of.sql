{% macro parts_of(tree) %}
    {%- set parts = [] -%}
    {%- if tree is mapping -%}
        {%- do parts.append(tree) if tree.get('class') -%}
        {%- for branch in tree.values() -%}
            {%- do parts.extend(parts_of(branch)) -%}
        {%- endfor -%}
    {%- elif tree is iterable and tree is not string -%}
        {%- for branch in tree -%}
            {%- do parts.extend(parts_of(branch)) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(parts) }}
{% endmacro %}
