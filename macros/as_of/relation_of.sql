{#- Like ref(), under --defer it takes the state's table if the target has none. -#}
{% macro relation_of(model_name) %}
    {%- set own = own_relation_of(model_name) -%}
    {%- if not execute or not graph.nodes -%}
        {{ return(own) }}
    {%- endif -%}
    {%- set node = graph.nodes['model.customer_tiers.' ~ model_name] -%}
    {%- set state = node.defer_relation -%}
    {%- if not state -%}
        {{ return(own) }}
    {%- endif -%}
    {%- set is_selected = node.unique_id in selected_resources -%}
    {%- if own and (is_selected or not invocation_args_dict.get('favor_state')) -%}
        {{ return(own) }}
    {%- endif -%}
    {{ return(adapter.get_relation(state.database, state.schema, state.alias)) }}
{% endmacro %}

{% macro own_relation_of(model_name) %}
    {#- A unit test has no graph, only its fixtures. -#}
    {%- if not execute or not graph.nodes -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set node = graph.nodes['model.customer_tiers.' ~ model_name] -%}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{% endmacro %}
