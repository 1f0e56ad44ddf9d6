{#- A model name without a project means one of the root project, never one of this
    package. -#}
{% macro rules(seed) %}
    {%- set theirs = (var('rules') or {}).get(seed) -%}
    {%- if not theirs -%}
        {{ return(ref('customer_tiers', seed)) }}
    {%- endif -%}
    {%- set names = theirs.split('.') -%}
    {{ return(ref(*names) if names | length > 1 else ref(project_name, names[0])) }}
{% endmacro %}

{#- An unchanged seed is tested in this project; a table that replaces it, where it is
    used. -#}
{% macro is_tested(seeds) %}
    {%- set replaced = var('rules') or {} -%}
    {{ return(
        project_name == 'customer_tiers' or seeds | select('in', replaced) | list != []
    ) }}
{% endmacro %}
