{% macro rows_hash(relation) -%}
    {{ adapter.dispatch('rows_hash')(relation) }}
{%- endmacro %}

{% macro duckdb__rows_hash(relation) -%}
    sum(hash({{ relation }}))
{%- endmacro %}

{#- xxhash64 skips nulls; as JSON each value keeps its name. -#}
{% macro spark__rows_hash(relation) -%}
    sum(cast(xxhash64(to_json(struct({{ relation }}.*))) as decimal(38, 0)))
{%- endmacro %}
