{% macro versioned_inputs(unique_id) %}
    {%- set found = [] -%}
    {%- for input in graph.nodes[unique_id].depends_on.nodes if input in graph.nodes -%}
        {%- set meta = graph.nodes[input].config.meta or {} -%}
        {%- if meta.get('version_column') == 'as_of_version' -%}
            {%- do found.append(graph.nodes[input].name) -%}
        {%- elif graph.nodes[input].resource_type == 'model' -%}
            {%- do found.extend(versioned_inputs(input)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | unique | list) }}
{% endmacro %}
