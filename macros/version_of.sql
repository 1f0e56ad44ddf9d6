{% macro version_of(values) -%}
    {{ adapter.dispatch('version_of')(values) }}
{%- endmacro %}

{% macro duckdb__version_of(values) -%}
    hash({{ values | join(', ') }})
{%- endmacro %}

{#- xxhash64 skips nulls; none of these is the hash of a missing one. -#}
{% macro spark__version_of(values) -%}
    xxhash64(to_json(struct({{ values | join(', ') }})))
{%- endmacro %}
