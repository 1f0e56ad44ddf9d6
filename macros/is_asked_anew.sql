{% macro is_asked_anew(name=none) %}
    {%- if not name -%}
        {{ return(dbt.should_full_refresh()) }}
    {%- endif -%}
    {%- set asked = graph.nodes['model.customer_tiers.' ~ name].config.full_refresh -%}
    {{ return(flags.FULL_REFRESH if asked is none else asked) }}
{% endmacro %}
