{{ config(enabled=is_enabled('forecasts')) }}

{%- set short_days, long_days = forecast_horizons() -%}
{%- set age = days_from('events.event_date', 'customers.fit_date') -%}

with

customers as (

    select * from {{ ref('customer_tiers', 'int_forecast_customers') }}

),

events as (

    select
        store_id,
        customer_id,
        event_date,
        purchase_date,
        gap_days,
        cast(
            gross_revenue - discount_amount - refund_amount as decimal(18, 4)
        ) as net_revenue,
        first_day_revenue
    from {{ ref('customer_tiers', 'int_ledger_events') }}

),

events_by_age as (

    select
        customers.*,
        events.purchase_date,
        events.gap_days,
        events.net_revenue,
        events.first_day_revenue,
        {{ age }} as age_days
    from customers
    inner join events
        on
            customers.store_id = events.store_id
            and customers.customer_id = events.customer_id
    where {{ age }} >= {{ -([short_days, long_days] | max) }}

),

sums as (

    select
        store_id,
        customer_id,
        fit_date,
        known_customer_count,
        first_order_date,
        {%- for name, days in [('short', short_days), ('long', long_days)] %}
        count(case when age_days between 0 and {{ days - 1 }} then gap_days end)
            as {{ name }}_repeat_count,
        count(case when age_days between {{ -days }} and -1 then gap_days end)
            as {{ name }}_actual_orders,
        sum(case when age_days between {{ -days }} and -1 then net_revenue else 0 end)
            as {{ name }}_actual_net_revenue,
        {%- endfor %}
        max(case when age_days >= 0 then purchase_date end) as last_order_date,
        count(case when age_days >= 0 then gap_days end) as repeat_count,
        sum(case when age_days >= 0 then net_revenue - first_day_revenue else 0 end)
            as repeat_net_revenue
    from events_by_age
    group by
        store_id, customer_id, fit_date, known_customer_count, first_order_date

),

histories as (

    select
        *,
        {{ days_from('first_order_date', 'last_order_date') }} as active_days,
        {{ days_from('first_order_date', 'fit_date') }} as tenure_days,
        {{ days_from('last_order_date', 'fit_date') }} as days_since_last_order
    from sums

)

select * from histories
