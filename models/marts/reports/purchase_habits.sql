{{ config(
    materialized='as_of',
    enabled=is_enabled('purchase_habits'),
    meta={'version_column': 'history_version'}
) }}

with

newest_date as (

    select as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest

),

facts as (

    select facts.*
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    inner join newest_date on facts.as_of_date = newest_date.as_of_date
    where facts.purchase_day_count > 0

),

purchases as (

    select
        events.store_id,
        events.customer_id,
        events.category,
        events.channel
    from {{ ref('customer_tiers', 'int_ledger_events') }} as events
    inner join newest_date on events.event_date <= newest_date.as_of_date

),

counts as (

    {%- for kind in ['category', 'channel'] %}

    select
        store_id,
        customer_id,
        '{{ kind }}' as kind,
        {{ kind }} as choice,
        count(*) as purchase_count
    from purchases
    where {{ kind }} is not null
    group by store_id, customer_id, {{ kind }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

ranked_counts as (

    select
        *,
        row_number() over (
            partition by store_id, customer_id, kind
            order by purchase_count desc, choice asc
        ) as place
    from counts

),

top_items as (

    select
        store_id,
        customer_id,
        max(case when kind = 'category' then choice end) as favourite_category,
        max(case when kind = 'channel' then choice end) as favourite_channel
    from ranked_counts
    where place = 1
    group by store_id, customer_id

),

purchase_habits as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.order_count,
        top_items.favourite_category,
        facts.category_count,
        top_items.favourite_channel,
        facts.channel_count,
        facts.preferred_weekday,
        facts.preferred_hour,
        facts.discount_share,
        facts.average_order_value,
        facts.mean_gap_days
    from facts
    left join top_items
        on
            facts.store_id = top_items.store_id
            and facts.customer_id = top_items.customer_id

)

select * from purchase_habits
