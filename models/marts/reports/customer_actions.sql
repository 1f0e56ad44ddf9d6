{{ config(
    materialized='as_of',
    enabled=is_enabled('customer_actions'),
    meta={'version_column': 'history_version'}
) }}

with

customers as (

    select * from {{ ref('customer_tiers', 'int_customers_to_act_on') }}

),

actions as (

    select * from {{ ref('customer_tiers', 'int_chosen_actions') }}

),

routes as (

    select * from {{ ref('customer_tiers', 'int_playbook_routes') }}

),

label_texts as (

    select * from {{ rules('tier_labels') }}

),

customer_actions as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        cast(actions.action_rank as integer) as action_rank,
        routes.scheme,
        routes.label,
        label_texts.label_en,
        label_texts.label_zh,
        cast(routes.priority as integer) as priority,
        routes.intent,
        routes.action_en,
        routes.action_zh,
        routes.chosen_channel as channel,
        routes.channel_label_en,
        routes.channel_label_zh,
        routes.channel as planned_channel,
        routes.is_reachable,
        routes.channel_note_en,
        routes.channel_note_zh
    from customers
    inner join actions on customers.label_profile = actions.label_profile
    inner join routes
        on
            actions.priority = routes.priority
            and customers.contact_code = routes.contact_code
    inner join label_texts
        on routes.scheme = label_texts.scheme and routes.label = label_texts.label

)

select * from customer_actions
