{% macro versioned_inputs(unique_id, column) %}
    {%- set found = [] -%}
    {%- for input in graph.nodes[unique_id].depends_on.nodes if input in graph.nodes -%}
        {%- set held = (graph.nodes[input].config.meta or {}).get('version_column') -%}
        {%- if held == column -%}
            {%- do found.append(graph.nodes[input].name) -%}
        {%- elif not held and graph.nodes[input].resource_type == 'model' -%}
            {%- do found.extend(versioned_inputs(input, column)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | unique | list) }}
{% endmacro %}
