{{ config(
    materialized='as_of',
    enabled=is_enabled('care_calendar'),
    meta={'version_column': 'history_version'}
) }}

{%- set occasions = {
    'birthday': next_anniversary('birth_date', 'as_of_date'),
    'order_anniversary': next_anniversary('first_order_date', 'as_of_date'),
    'expected_order': 'expected_next_order_date',
} -%}
{%- set occasion_date = 'cast(occasions.occasion_date as ' ~ dbt.type_string() ~ ')' -%}

with

newest_date as (

    select
        as_of_date,
        {{ add_days('as_of_date', setting('care_calendar_days')) }} as until_date
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
        newest_date.until_date
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
        forecasts.return_probability,
        forecasts.expected_net_revenue,
        profiles.full_name,
        profiles.birth_date,
        {{ contact_code('profiles') }} as contact_code
    from facts
    left join profiles on {{ known_profile('facts') }}
    left join {{ ref('customer_tiers', 'int_known_forecasts') }} as forecasts
        on
            {{ same_customer('facts', 'forecasts') }}
            and forecasts.horizon_days = {{ forecast_horizons()[0] }}

),

occasions as (

    {%- for occasion, occasion_date in occasions.items() %}

    select
        *,
        '{{ occasion }}' as occasion,
        {{ occasion_date }} as occasion_date
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
        occasions.occasion,
        occasions.occasion_date,
        occasions.full_name,
        routes.priority,
        {{ fill_template('routes.action_en', {'date': occasion_date}) }} as action_en,
        {{ fill_template('routes.action_zh', {'date': occasion_date}) }} as action_zh,
        routes.chosen_channel as channel,
        routes.channel_label_en,
        routes.channel_label_zh,
        routes.channel as planned_channel,
        routes.is_reachable,
        routes.channel_note_en,
        routes.channel_note_zh,
        occasions.return_probability,
        occasions.expected_net_revenue
    from occasions
    inner join routes
        on
            occasions.occasion = routes.label
            and occasions.contact_code = routes.contact_code
    where
        occasions.occasion_date > occasions.as_of_date
        and occasions.occasion_date <= occasions.until_date

)

select * from care_calendar
