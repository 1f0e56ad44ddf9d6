{% macro can_replace_rows(name=none) %}
    {{ return(adapter.dispatch('can_replace_rows')(name)) }}
{% endmacro %}

{% macro default__can_replace_rows(name) %}
    {{ return(true) }}
{% endmacro %}

{#- Tables of files know no delete; the as-of date is a partition of its own. -#}
{% macro spark__can_replace_rows(name) %}
    {{ return(held_version_column(name) == 'as_of_version') }}
{% endmacro %}
