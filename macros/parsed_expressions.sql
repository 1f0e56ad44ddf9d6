{% macro parsed_expressions(expressions) %}
    {{ return(adapter.dispatch('parsed_expressions')(expressions)) }}
{% endmacro %}

{% macro duckdb__parsed_expressions(expressions) %}
    {%- set calls = [] -%}
    {%- for expression in expressions -%}
        {%- do calls.append(
            "json_serialize_sql('select " ~ expression | replace("'", "''") ~ " as mapped')"
        ) -%}
    {%- endfor -%}
    {%- set rows = run_query('select unnest([' ~ calls | join(', ') ~ ']) as tree') -%}
    {%- set trees = [] -%}
    {%- for tree in rows.columns[0].values() -%}
        {%- do trees.append(fromjson(tree)) -%}
    {%- endfor -%}
    {{ return(trees) }}
{% endmacro %}

{#- Spark does not tell how it reads an expression. -#}
{% macro spark__parsed_expressions(expressions) %}
    {{ return([]) }}
{% endmacro %}
