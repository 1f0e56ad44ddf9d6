{% macro holds_wanted_rows(name=none) %}
    {%- set held = held_table(name) -%}
    {%- if not held or not relation_of(versions_of(version_column(name))) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set query -%}
        with
        held as (select distinct {{ held_version_column(name) }} as version from {{ held }}),
        wanted as (
            select distinct {{ version_column(name) }} as version
            from ({{ wanted_versions(name) }}) as versions
        )
        select
            count(*) as common_count,
            (select count(*) from held) as held_count,
            (select count(*) from wanted) as wanted_count
        from held
        inner join wanted on held.version = wanted.version
    {%- endset -%}
    {%- set counts = run_query(query).rows[0] -%}
    {%- set holds_all = counts[0] == counts[1] and counts[0] == counts[2] -%}
    {{ return(counts[0] > 0 and (holds_all or can_replace_rows(name))) }}
{% endmacro %}
