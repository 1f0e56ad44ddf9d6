{#- Like ref(), under --defer it takes the state's table if the target has none. -#}
{% macro relation_of(model_name) %}
    {{ return(relation_of_node('model.customer_tiers.' ~ model_name)) }}
{% endmacro %}

{% macro own_relation_of(model_name) %}
    {{ return(own_relation_of_node('model.customer_tiers.' ~ model_name)) }}
{% endmacro %}

{#- Like rules(). -#}
{% macro relation_of_rules(seed) %}
    {%- set theirs = (var('rules') or {}).get(seed, 'customer_tiers.' ~ seed).split('.') -%}
    {%- set package = theirs[0] if theirs | length > 1 else project_name -%}
    {%- for node in graph.nodes.values()
        if node.name == theirs[-1] and node.package_name == package
        and node.resource_type in ['model', 'seed', 'snapshot'] -%}
        {{ return(relation_of_node(node.unique_id)) }}
    {%- endfor -%}
{% endmacro %}

{% macro relation_of_node(unique_id) %}
    {%- set own = own_relation_of_node(unique_id) -%}
    {%- if not execute or not graph.nodes -%}
        {{ return(own) }}
    {%- endif -%}
    {%- set node = graph.nodes[unique_id] -%}
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

{% macro own_relation_of_node(unique_id) %}
    {#- A unit test has no graph, only its fixtures. -#}
    {%- if not execute or not graph.nodes -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set node = graph.nodes[unique_id] -%}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{% endmacro %}
