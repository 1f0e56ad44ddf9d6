{% macro lineage_of(unique_id, found=[]) %}
    {%- set found = found or [unique_id] -%}
    {%- for input in graph.nodes[unique_id].depends_on.nodes
        if input in graph.nodes and graph.nodes[input].resource_type == 'model' -%}
        {%- if input not in found -%}
            {%- do found.append(input) -%}
            {%- do lineage_of(input, found) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
