{% macro holds_wanted_rows() %}
    {%- set held = held_table() -%}
    {%- if not held -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set query -%}
        select count(*)
        from (select distinct {{ held_version_column() }} as version from {{ held }}) as held
        where version in ({{ wanted_versions() }})
    {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0] > 0) }}
{% endmacro %}
