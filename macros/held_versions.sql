{% macro held_versions() %}
    {%- set held = load_relation(this) -%}
    {%- if not held or held.type == 'view' -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set column = held_version_column() -%}
    {%- if column not in adapter.get_columns_in_relation(held) | map(attribute='name') -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set query = 'select distinct ' ~ column ~ ' from ' ~ held -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
