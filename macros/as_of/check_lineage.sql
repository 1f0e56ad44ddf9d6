{% macro check_lineage() %}
    {%- set recorded = relation_of('int_rules_version') -%}
    {%- set rules = run_query(
        'select settings_hash, model_hashes from ' ~ recorded
    ).rows[0] -%}
    {%- if rules[0] != settings_fingerprint() -%}
        {{ exceptions.raise_compiler_error(
            "The variables or macros are not those by which " ~ recorded ~ " was built, so "
            ~ model.name ~ " can't be built beside it. Build the whole project, without "
            ~ "--defer."
        ) }}
    {%- endif -%}
    {%- set models, models_then = model_fingerprints(), fromjson(rules[1]) -%}
    {%- for unique_id in lineage_of(model.unique_id) if unique_id not in selected_resources -%}
        {%- set name = graph.nodes[unique_id].name -%}
        {%- if models[name] != models_then[name] -%}
            {{ exceptions.raise_compiler_error(
                model.name ~ " is made of " ~ name ~ ", which is another model than that by "
                ~ "which " ~ recorded ~ " was built, and is not selected. Select "
                ~ "state:modified+, or " ~ name ~ "+."
            ) }}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

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
