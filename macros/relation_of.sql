{% macro relation_of(model_name) %}
    {#- A unit test has no graph: it knows its fixtures alone. -#}
    {%- if not execute or not graph.nodes -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set node = graph.nodes['model.customer_tiers.' ~ model_name] -%}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{% endmacro %}
