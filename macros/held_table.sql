{% macro held_table(name=none) %}
    {#- A unit test knows no table of its model. -#}
    {%- if not execute or not graph.nodes or is_asked_anew(name) -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set held = own_relation_of(name) if name else load_relation(this) -%}
    {{ return(none if not held or held.type == 'view' else held) }}
{% endmacro %}
