{{ config(
    materialized='as_of',
    enabled=is_used('care_calendar'),
    meta={'version_column': 'history_version'}
) }}

{%- set occasions = {
    'birthday': next_return_of('birth_date', 'as_of_date'),
    'order_anniversary': next_return_of('first_order_date', 'as_of_date'),
    'expected_order': 'expected_next_order_date',
} -%}
{%- set touch_date = 'cast(occasions.touch_date as ' ~ dbt.type_string() ~ ')' -%}

with

newest_date as (

    select
        as_of_date,
        {{ add_days('as_of_date', setting('care_days')) }} as last_touch_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest

),

facts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.first_order_date,
        facts.expected_next_order_date,
        newest_date.last_touch_date
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    inner join newest_date on facts.as_of_date = newest_date.as_of_date

),

profiles as (

    select * from {{ customer_profiles() }}

),

routes as (

    select * from {{ ref('customer_tiers', 'int_playbook_routes') }}
    where scheme = 'care'

),

customers as (

    select
        facts.*,
        profiles.full_name,
        profiles.birth_date,
        {{ contact_code('profiles') }} as contact_code
    from facts
    left join profiles on {{ known_profile('facts') }}

),

occasions as (

    {%- for touch, touch_date in occasions.items() %}

    select
        *,
        '{{ touch }}' as touch,
        {{ touch_date }} as touch_date
    from customers
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

care_calendar as (

    select
        occasions.store_id,
        occasions.customer_id,
        occasions.as_of_date,
        occasions.touch,
        occasions.touch_date,
        occasions.full_name,
        routes.priority,
        {{ fill('routes.action_en', {'date': touch_date}) }} as action_en,
        {{ fill('routes.action_zh', {'date': touch_date}) }} as action_zh,
        routes.chosen_channel as channel,
        routes.channel_label_en,
        routes.channel_label_zh,
        routes.channel as planned_channel,
        routes.is_reachable,
        routes.channel_note_en,
        routes.channel_note_zh
    from occasions
    inner join routes
        on
            occasions.touch = routes.label
            and occasions.contact_code = routes.contact_code
    where
        occasions.touch_date > occasions.as_of_date
        and occasions.touch_date <= occasions.last_touch_date

)

select * from care_calendar
