{{ config(enabled=is_enabled('customer_actions')) }}

{%- set labels = label_columns() -%}
{%- set max_actions = setting('max_actions') -%}

with

playbook as (

    select * from {{ rules('tier_playbook') }}

),

conflicts as (

    {%- for one, other in [('intent', 'other_intent'), ('other_intent', 'intent')] %}

    select
        {{ one }} as intent,
        {{ other }} as other_intent
    from {{ rules('intent_conflicts') }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}

),

profiles as (

    select distinct
        label_profile,
        is_repeat_or_class_a,
        is_lapsed_high_value,
        {{ labels.values() | join(', ') }}
    from {{ ref('customer_tiers', 'int_customers_to_act_on') }}

),

labels as (

    select
        profiles.*,
        schemes.scheme,
        {{ label_of_scheme(labels, '', 'profiles') }} as label
    from profiles
    cross join {{ schemes_of(labels) }}

),

-- The most urgent per intent: if it contradicts a more urgent one, so do the others.
allowed_1 as (

    select
        labels.label_profile,
        playbook.intent,
        min(playbook.priority) as priority
    from labels
    inner join playbook
        on
            labels.scheme = playbook.scheme
            and labels.label = playbook.label
            and case playbook.for_whom
                when 'everyone' then true
                when 'repeat_or_class_a' then labels.is_repeat_or_class_a
                when 'lapsed_high_value' then labels.is_lapsed_high_value
            end
    group by labels.label_profile, playbook.intent

),

{%- for n in range(1, max_actions + 1) %}

chosen_{{ n }} as (

    select
        label_profile,
        min(priority) as priority
    from allowed_{{ n }}
    group by label_profile

),

{%- if not loop.last %}

-- The rest: not the same intent as the chosen action, nor contradicting it.
allowed_{{ n + 1 }} as (

    select allowed.*
    from allowed_{{ n }} as allowed
    inner join chosen_{{ n }} as chosen
        on allowed.label_profile = chosen.label_profile
    inner join playbook on chosen.priority = playbook.priority
    left join conflicts
        on
            allowed.intent = conflicts.intent
            and playbook.intent = conflicts.other_intent
    where
        allowed.intent <> playbook.intent
        and conflicts.intent is null

),
{%- endif %}
{%- endfor %}

chosen_actions as (

    {%- for n in range(1, max_actions + 1) %}

    select
        label_profile,
        {{ n }} as action_rank,
        priority
    from chosen_{{ n }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from chosen_actions
