{#- YAML reads an unquoted `on` as true. -#}
{% macro keys_of_join(join) %}
    {{ return(join.get('on') or join.get(true) or {}) }}
{% endmacro %}
