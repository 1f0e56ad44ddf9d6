{% macro version_column(name=none) %}
    {%- set settings = graph.nodes['model.customer_tiers.' ~ name].config if name else config -%}
    {{ return((settings.get('meta') or {}).get('version_column')) }}
{% endmacro %}
