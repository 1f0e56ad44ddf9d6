{% macro rules_are_recorded() %}
    {%- set recorded = relation_of('int_rules_version') -%}
    {%- set query -%}
        select count(*) from {{ recorded }}
        where rules_version = {{ rules_version_at_hand('seeds_hash') }}
    {%- endset -%}
    {{ return(recorded is not none and run_query(query).rows[0][0] > 0) }}
{% endmacro %}
