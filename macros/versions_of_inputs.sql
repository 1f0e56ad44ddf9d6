{% macro versions_of_inputs(column) %}
    {%- set common = namespace(versions=none) -%}
    {%- for name in versioned_inputs(model.unique_id, column) -%}
        {%- set query = 'select distinct as_of_version from ' ~ relation_of(name) -%}
        {%- set held = run_query(query).columns[0].values() | list -%}
        {%- set common.versions = held if common.versions is none
            else common.versions | select('in', held) | list -%}
    {%- endfor -%}
    {{ return(common.versions) }}
{% endmacro %}
