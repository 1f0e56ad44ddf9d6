{%- set judged_by_several_facts = {
    'man': 'explained_man_profiles',
    'key_account': 'explained_key_accounts',
    'grade': 'explained_grades',
} -%}

with

explained_levels as (

    select * from {{ ref('explained_scores') }}
    union all
    select * from {{ ref('explained_classes') }}
    {%- for scheme, model in judged_by_several_facts.items() if is_used(scheme) %}
    union all
    select * from {{ ref(model) }}
    {%- endfor %}

)

select * from explained_levels
