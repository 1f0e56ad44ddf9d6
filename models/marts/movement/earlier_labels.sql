{#- Each scheme in use whose bounds are learned, or which follows from one. -#}
with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        cut_date,
        net_revenue,
        margin_amount,
        cast(discount_share as decimal(18, 4)) as discount_share,
        last_rating,
        referral_count,
        recent_net_revenue,
        previous_net_revenue
    from {{ ref('facts_by_cuts') }}
    where cuts_of = 'earlier'

),

rfm as (

    select * from {{ ref('rfm_judgements') }}
    where cuts_of = 'earlier'

),

lifecycle as (

    select * from {{ ref('lifecycle_stages') }}

),

cuts as (

    select * from {{ ref('tier_cuts') }}
    where scheme in ('abc', 'abc_margin', 'buying_style')

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

labels as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        rfm.rfm_segment,
        rfm.rfm_value_segment,
        abc_cut.level as abc_class,
        margin_cut.level as abc_margin_class,
        {{ known_if(is_used('value_type'), 'value_types.value_type') }} as value_type,
        {{ known_if(is_used('man'), man_code(
            'rfm.monetary_score >= ' ~ setting('high_score'),
            'man_profiles.has_authority',
            'man_profiles.has_need'
        )) }} as man_profile,
        {{ known_if(is_used('key_account'), 'coalesce(
            moved_key_accounts.key_account_status, key_accounts.key_account_status
        )') }}
            as key_account_status,
        {{ buying_style('style_cut.level', 'facts') }} as buying_style,
        {{ grade_rule('abc_cut.level', 'rfm.rfm_segment', 'lifecycle.lifecycle_stage') }}
            as grade_rule
    from facts
    inner join rfm on {{ same_customer('facts', 'rfm') }}
    inner join lifecycle on {{ same_customer('facts', 'lifecycle') }}
    {{ join_cut('abc', 'net_revenue', 'abc_cut', 'cut_date') }}
    {{ join_cut('abc_margin', 'margin_amount', 'margin_cut', 'cut_date') }}
    {{ join_cut('buying_style', 'discount_share', 'style_cut', 'cut_date') }}
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

),

earlier_labels as (

    select
        labels.store_id,
        labels.customer_id,
        labels.as_of_date,
        labels.rfm_segment,
        labels.rfm_value_segment,
        labels.abc_class,
        labels.abc_margin_class,
        labels.value_type,
        labels.man_profile,
        labels.key_account_status,
        labels.buying_style,
        grade_rules.customer_grade
    from labels
    inner join grade_rules on labels.grade_rule = grade_rules.grade_rule

)

{{ as_of_rows('earlier_labels') }}
