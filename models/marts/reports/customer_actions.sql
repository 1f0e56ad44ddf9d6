{{ config(enabled=is_used('customer_actions')) }}

{%- set labels = label_columns() -%}

with

newest_date as (

    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_newest

),

customers as (

    select tiers.*
    from {{ ref('customer_tiers') }} as tiers
    inner join newest_date on tiers.as_of_date = newest_date.as_of_date

),

playbook as (

    select * from {{ ref('playbook') }}

),

label_texts as (

    select * from {{ ref('int_tier_labels') }}

),

-- Customers with the same labels have the same actions: they are chosen once.
profiles as (

    select distinct {{ labels.values() | join(', ') }}
    from customers

),

asked_for as (

    select
        profiles.*,
        schemes.scheme,
        {{ label_of_scheme(labels, '', 'profiles') }} as label
    from profiles
    cross join {{ schemes_of(labels) }}

),

ranked_actions as (

    select
        asked_for.*,
        playbook.priority,
        playbook.action_en,
        playbook.action_zh,
        playbook.channel,
        label_texts.label_en,
        label_texts.label_zh,
        row_number() over (
            partition by {{ labels.values() | join(', ') }}
            order by playbook.priority, asked_for.scheme
        ) as action_rank
    from asked_for
    inner join playbook
        on asked_for.scheme = playbook.scheme and asked_for.label = playbook.label
    inner join label_texts
        on asked_for.scheme = label_texts.scheme and asked_for.label = label_texts.label

),

customer_actions as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        cast(actions.action_rank as integer) as action_rank,
        actions.scheme,
        actions.label,
        actions.label_en,
        actions.label_zh,
        cast(actions.priority as integer) as priority,
        actions.action_en,
        actions.action_zh,
        actions.channel
    from customers
    inner join ranked_actions as actions
        on
            actions.action_rank <= 3
            {%- for label in labels.values() %}
            and coalesce(customers.{{ label }}, '') = coalesce(actions.{{ label }}, '')
            {%- endfor %}

)

{{ as_of_rows('customer_actions') }}
