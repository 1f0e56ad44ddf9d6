{{ config(enabled=is_used('care_calendar')) }}

{%- set touch_date = 'cast(occasions.touch_date as ' ~ dbt.type_string() ~ ')' -%}

with

newest_date as (

    select
        as_of_date,
        {{ add_days('as_of_date', setting('care_days')) }} as last_touch_date
    from {{ ref('int_as_of_dates') }}
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
    from {{ ref('customer_facts') }} as facts
    inner join newest_date on facts.as_of_date = newest_date.as_of_date

),

profiles as (

    select
        profiles.store_id,
        profiles.customer_id,
        profiles.full_name,
        profiles.birth_date
    from {{ ref('int_customer_profiles') }} as profiles
    -- What has no day of its own was always known.
    inner join newest_date
        on
            coalesce(profiles.registered_date, newest_date.as_of_date)
            <= newest_date.as_of_date

),

playbook as (

    select * from {{ ref('playbook') }}
    where scheme = 'care'

),

occasions as (

    select
        store_id,
        customer_id,
        as_of_date,
        last_touch_date,
        'order_anniversary' as touch,
        {{ next_return_of('first_order_date', 'as_of_date') }} as touch_date
    from facts
    union all
    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.last_touch_date,
        'birthday' as touch,
        {{ next_return_of('profiles.birth_date', 'facts.as_of_date') }} as touch_date
    from facts
    inner join profiles
        on
            facts.store_id = profiles.store_id
            and facts.customer_id = profiles.customer_id
    union all
    select
        store_id,
        customer_id,
        as_of_date,
        last_touch_date,
        'expected_order' as touch,
        expected_next_order_date as touch_date
    from facts

),

care_calendar as (

    select
        occasions.store_id,
        occasions.customer_id,
        occasions.as_of_date,
        occasions.touch,
        occasions.touch_date,
        profiles.full_name,
        playbook.priority,
        {{ fill('playbook.action_en', {'date': touch_date}) }} as action_en,
        {{ fill('playbook.action_zh', {'date': touch_date}) }} as action_zh,
        playbook.channel
    from occasions
    inner join playbook on occasions.touch = playbook.label
    left join profiles
        on
            occasions.store_id = profiles.store_id
            and occasions.customer_id = profiles.customer_id
    where
        occasions.touch_date > occasions.as_of_date
        and occasions.touch_date <= occasions.last_touch_date

)

{{ as_of_rows('care_calendar') }}
