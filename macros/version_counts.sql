{#- A model asks up to four times, and a table can have millions of rows: it is remembered
    as long as the model is at hand. -#}
{% macro version_counts(name=none) %}
    {%- set known = model.setdefault('version_counts', {}) -%}
    {%- if name not in known -%}
        {%- do known.update({name: count_versions(name)}) -%}
    {%- endif -%}
    {{ return(known[name]) }}
{% endmacro %}

{% macro count_versions(name) %}
    {%- set held = held_table(name) -%}
    {%- if not held or not relation_of(versions_of(version_column(name))) -%}
        {{ return({'common': 0, 'stale': 0, 'wanted': 0}) }}
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
    {{ return({
        'common': counts[0], 'stale': counts[1] - counts[0], 'wanted': counts[2]
    }) }}
{% endmacro %}
