{#- A part of the project, built beside a whole of other rules, bears the versions that the
    whole would have by the rules at hand. -#}
{% macro as_of_dates() %}
    {%- set dates = relation_of('int_as_of_dates') -%}
    {%- if not dates or not invocation_args_dict.get('defer') or rules_are_recorded() -%}
        {{ return(dates) }}
    {%- endif -%}
    {%- do check_lineage() -%}
    {%- set query -%}
        (
            select
                dates.as_of_date,
                {%- for kind in ['as_of', 'movement', 'history'] %}
                {{ judged_by('rules.rules_version', 'dates.' ~ kind ~ '_content') }}
                    as {{ kind }}_version,
                {%- endfor %}
                dates.as_of_version as recorded_version
            from {{ dates }} as dates
            cross join (
                select {{ rules_version_at_hand('seeds_hash') }} as rules_version
                from {{ relation_of('int_rules_version') }}
            ) as rules
        )
    {%- endset -%}
    {{ return(query) }}
{% endmacro %}
