{{ config(enabled=is_enabled('movement')) }}

{%- set labels = label_columns() -%}

with

facts as (

    select * from {{ ref('customer_tiers', 'int_scores_by_previous_cuts') }}

),

cuts as (

    select * from {{ ref('customer_tiers', 'tier_cuts') }}

),

{%- if 'grade' in labels %}

lifecycle as (

    select * from {{ ref('customer_tiers', 'lifecycle_stages') }}

),

grade_rules as (

    select * from {{ rules('customer_grade_rules') }}

),
{%- endif %}

{%- if 'man' in labels %}

man_profiles as (

    select * from {{ ref('customer_tiers', 'man_profiles') }}

),
{%- endif %}

{%- if 'key_account' in labels %}

key_accounts as (

    select * from {{ ref('customer_tiers', 'key_accounts') }}

),

changed_key_accounts as (

    select * from {{ ref('customer_tiers', 'int_key_accounts_by_previous_cuts') }}

),
{%- endif %}

labels_by_previous_cuts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        {%- for scheme in cut_schemes() %}
        {{ label_by_cut(scheme, scheme ~ '_cut.level') }} as {{ labels[scheme] }},
        {%- endfor %}
        {%- if 'value_type' in labels %}
        facts.value_type,
        {%- endif %}
        {%- if 'grade' in labels %}
        grade_rules.customer_grade,
        {%- endif %}
        {%- if 'man' in labels %}
        {{ man_code(
            'facts.monetary_score >= ' ~ setting('high_score'),
            'man_profiles.has_authority',
            'man_profiles.has_need'
        ) }} as man_profile,
        {%- endif %}
        {%- if 'key_account' in labels %}
        coalesce(
            changed_key_accounts.key_account_status, key_accounts.key_account_status
        ) as key_account_status,
        {%- endif %}
        facts.rfm_segment,
        facts.rfm_value_segment
    from facts
    {{ join_cut('abc', 'net_revenue', 'abc_cut', 'previous_as_of_date') }}
    {%- for scheme, metric in cut_schemes().items() if scheme != 'abc' %}
    {{ join_cut(scheme, metric, scheme ~ '_cut', 'previous_as_of_date') }}
    {%- endfor %}
    {%- if 'man' in labels %}
    inner join man_profiles on {{ same_customer('facts', 'man_profiles') }}
    {%- endif %}
    {%- if 'key_account' in labels %}
    inner join key_accounts on {{ same_customer('facts', 'key_accounts') }}
    left join changed_key_accounts
        on {{ same_customer('facts', 'changed_key_accounts') }}
    {%- endif %}
    {%- if 'grade' in labels %}
    inner join lifecycle on {{ same_customer('facts', 'lifecycle') }}
    left join grade_rules
        on grade_rules.grade_rule = {{ grade_rule(
            'abc_cut.level',
            'facts.rfm_segment',
            'lifecycle.lifecycle_stage',
            label_by_cut('forecast', 'forecast_cut.level')
        ) }}
    {%- endif %}

)

select * from labels_by_previous_cuts
