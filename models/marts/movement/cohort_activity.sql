{%- set grain = setting('cohort_grain') -%}

with

newest_date as (

    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_newest

),

events as (

    select
        events.store_id,
        events.customer_id,
        events.purchase_date,
        cast({{ dbt.date_trunc(grain, 'events.event_date') }} as date) as period_date,
        events.gross_revenue - events.discount_amount - events.refund_amount
            as net_revenue
    from {{ ref('int_order_events') }} as events
    inner join newest_date on events.event_date <= newest_date.as_of_date

),

first_purchases as (

    select
        store_id,
        customer_id,
        cast({{ dbt.date_trunc(grain, 'min(purchase_date)') }} as date) as cohort_date
    from events
    where purchase_date is not null
    group by store_id, customer_id

),

customers_per_period as (

    select
        store_id,
        customer_id,
        period_date,
        max(case when purchase_date is not null then 1 else 0 end) as is_active,
        sum(net_revenue) as net_revenue
    from events
    group by store_id, customer_id, period_date

),

-- Money given back before the first purchase belongs to its period.
cohort_activity as (

    select
        first_purchases.store_id,
        first_purchases.cohort_date,
        greatest(periods.period_date, first_purchases.cohort_date) as period_date,
        sum(periods.is_active) as active_customer_count,
        sum(periods.net_revenue) as net_revenue
    from first_purchases
    inner join customers_per_period as periods
        on
            first_purchases.store_id = periods.store_id
            and first_purchases.customer_id = periods.customer_id
    group by
        first_purchases.store_id,
        first_purchases.cohort_date,
        greatest(periods.period_date, first_purchases.cohort_date)

)

select * from cohort_activity
