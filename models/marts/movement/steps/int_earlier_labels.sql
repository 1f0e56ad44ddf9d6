{{ config(enabled=is_used('movement')) }}

{#- Each scheme in use whose bounds are learned, or which follows from one. -#}
with

facts as (

    select * from {{ ref('customer_tiers', 'int_judged_by_earlier_cuts') }}

),

grade_rules as (

    select * from {{ rules('customer_grade_rules') }}

),

{%- if is_used('value_type') %}

value_types as (

    select * from {{ ref('customer_tiers', 'int_value_type_judgements') }}
    where cuts_of = 'earlier'

),
{%- endif %}

{%- if is_used('man') %}

man_profiles as (

    select * from {{ ref('customer_tiers', 'man_profiles') }}

),
{%- endif %}

{%- if is_used('key_account') %}

key_accounts as (

    select * from {{ ref('customer_tiers', 'key_accounts') }}

),

moved_key_accounts as (

    select * from {{ ref('customer_tiers', 'int_earlier_key_accounts') }}

),
{%- endif %}

earlier_labels as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.rfm_segment,
        facts.rfm_value_segment,
        facts.abc_class,
        facts.abc_margin_class,
        facts.buying_style,
        grade_rules.customer_grade,
        {{ known_if(is_used('value_type'), 'value_types.value_type') }} as value_type,
        {{ known_if(is_used('man'), man_code(
            'facts.monetary_score >= ' ~ setting('high_score'),
            'man_profiles.has_authority',
            'man_profiles.has_need'
        )) }} as man_profile,
        {{ known_if(is_used('key_account'), 'coalesce(
            moved_key_accounts.key_account_status, key_accounts.key_account_status
        )') }} as key_account_status
    from facts
    left join grade_rules on facts.grade_rule = grade_rules.grade_rule
    {%- if is_used('value_type') %}
    inner join value_types on {{ same_customer('facts', 'value_types') }}
    {%- endif %}
    {%- if is_used('man') %}
    inner join man_profiles on {{ same_customer('facts', 'man_profiles') }}
    {%- endif %}
    {%- if is_used('key_account') %}
    inner join key_accounts on {{ same_customer('facts', 'key_accounts') }}
    left join moved_key_accounts
        on {{ same_customer('facts', 'moved_key_accounts') }}
    {%- endif %}

)

select * from earlier_labels
