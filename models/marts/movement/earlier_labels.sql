{#- Each scheme in use whose bounds are learned, or which follows from one. -#}
with

judged as (

    select * from {{ ref('judged_by_earlier_cuts') }}

),

grade_rules as (

    select * from {{ ref('customer_grade_rules') }}

),

{%- if is_used('value_type') %}

value_types as (

    select * from {{ ref('value_type_judgements') }}
    where cuts_of = 'earlier'

),
{%- endif %}

{%- if is_used('man') %}

man_profiles as (

    select * from {{ ref('man_profiles') }}

),
{%- endif %}

{%- if is_used('key_account') %}

key_accounts as (

    select * from {{ ref('key_accounts') }}

),

moved_key_accounts as (

    select * from {{ ref('earlier_key_accounts') }}

),
{%- endif %}

earlier_labels as (

    select
        judged.store_id,
        judged.customer_id,
        judged.as_of_date,
        judged.rfm_segment,
        judged.rfm_value_segment,
        judged.abc_class,
        judged.abc_margin_class,
        judged.buying_style,
        grade_rules.customer_grade,
        {{ known_if(is_used('value_type'), 'value_types.value_type') }} as value_type,
        {{ known_if(is_used('man'), man_code(
            'judged.monetary_score >= ' ~ setting('high_score'),
            'man_profiles.has_authority',
            'man_profiles.has_need'
        )) }} as man_profile,
        {{ known_if(is_used('key_account'), 'coalesce(
            moved_key_accounts.key_account_status, key_accounts.key_account_status
        )') }} as key_account_status
    from judged
    inner join grade_rules on judged.grade_rule = grade_rules.grade_rule
    {%- if is_used('value_type') %}
    inner join value_types on {{ same_customer('judged', 'value_types') }}
    {%- endif %}
    {%- if is_used('man') %}
    inner join man_profiles on {{ same_customer('judged', 'man_profiles') }}
    {%- endif %}
    {%- if is_used('key_account') %}
    inner join key_accounts on {{ same_customer('judged', 'key_accounts') }}
    left join moved_key_accounts
        on {{ same_customer('judged', 'moved_key_accounts') }}
    {%- endif %}

)

{{ as_of_rows('earlier_labels') }}
