{#- Those of the dates for which all that the model reads is made: what a table above does not
    hold yet, as after `--exclude`, waits for the next build. Made of old rows, it would bear
    the new version. -#}
{% macro dates_at_hand(missing_dates) %}
    {%- set dates = as_of_dates() -%}
    {#- What is not selected bears the versions of the rules by which it was built. -#}
    {%- set versions = ['as_of_version'] if dates is not string
        else ['as_of_version', 'recorded_version'] -%}
    {%- set query -%}
        select cast(as_of_date as {{ dbt.type_string() }}), as_of_version
            {{- ', recorded_version' if versions | length > 1 }}
        from {{ dates }} as dates
    {%- endset -%}
    {%- set rows = run_query(query).rows -%}
    {%- set without = [] -%}
    {%- for input in as_of_inputs(model.unique_id) -%}
        {%- set held = run_query(
            'select distinct as_of_version from ' ~ relation_of(input)
        ).columns[0].values() | list -%}
        {%- for row in rows
            if row[1] not in held and (versions | length == 1 or row[2] not in held) -%}
            {%- do without.append(row[0]) -%}
        {%- endfor -%}
    {%- endfor -%}
    {#- What looks back needs all dates. -#}
    {%- if version_column() != 'as_of_version' and without -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(missing_dates | reject('in', without) | list) }}
{% endmacro %}

{#- The nearest tables of judgements that a model is made of, each of a date by itself. -#}
{% macro as_of_inputs(unique_id) %}
    {%- set found = [] -%}
    {%- for input in graph.nodes[unique_id].depends_on.nodes if input in graph.nodes -%}
        {%- set node = graph.nodes[input] -%}
        {%- if node.config.materialized == 'as_of' -%}
            {%- if 'version_column' not in (node.config.meta or {}) -%}
                {%- do found.append(node.name) -%}
            {%- endif -%}
        {%- elif node.resource_type == 'model' -%}
            {%- do found.extend(as_of_inputs(input)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found | unique | list) }}
{% endmacro %}
