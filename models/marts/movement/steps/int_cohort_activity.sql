{{ config(enabled=is_enabled('movement')) }}
{%- set grain = setting('cohort_grain') -%}

with

newest_date as (

    select as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest

),

customers as (

    select
        facts.store_id,
        facts.customer_id,
        cast({{ dbt.date_trunc(grain, 'facts.first_order_date') }} as date)
            as cohort_date
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    inner join newest_date on facts.as_of_date = newest_date.as_of_date
    where facts.first_order_date is not null

),

events as (

    select
        events.store_id,
        events.customer_id,
        {{ add_days('events.purchase_date', '-events.gap_days') }}
            as purchase_date_before,
        cast({{ dbt.date_trunc(grain, 'events.event_date') }} as date) as period_date,
        events.gross_revenue - events.discount_amount - events.refund_amount
            as net_revenue
    from {{ ref('customer_tiers', 'int_ledger_events') }} as events
    inner join newest_date on events.event_date <= newest_date.as_of_date

),

-- A customer comes back once per period: with the purchase that ends a gap which began
-- before it. Money given back before the first purchase belongs to its period.
activity as (

    select
        customers.store_id,
        customers.cohort_date,
        greatest(events.period_date, customers.cohort_date) as period_date,
        count(case when events.purchase_date_before < events.period_date then 1 end)
            as active_customer_count,
        sum(events.net_revenue) as net_revenue
    from events
    inner join customers
        on
            events.store_id = customers.store_id
            and events.customer_id = customers.customer_id
    group by
        customers.store_id,
        customers.cohort_date,
        greatest(events.period_date, customers.cohort_date)
    union all
    select
        store_id,
        cohort_date,
        cohort_date as period_date,
        count(*) as active_customer_count,
        0 as net_revenue
    from customers
    group by store_id, cohort_date

),

cohort_activity as (

    select
        store_id,
        cohort_date,
        period_date,
        sum(active_customer_count) as active_customer_count,
        sum(net_revenue) as net_revenue
    from activity
    group by store_id, cohort_date, period_date

)

select * from cohort_activity
