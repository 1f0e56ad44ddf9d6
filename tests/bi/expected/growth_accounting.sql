-- Months in which each customer bought; the one before; and whether there was any before that.
with months as (
    select distinct store_id, customer_id, date_trunc('month', order_date)::date as month
    from marts.accepted_orders
    where is_purchase
),

dates as (
    select distinct as_of_date, date_trunc('month', as_of_date)::date as month
    from marts.customer_facts
    where as_of_date > (select min(as_of_date) from marts.customer_facts)
),

states as (
    select
        as_of_date,
        bool_or(months.month = dates.month) as now,
        bool_or(months.month = dates.month - interval 1 month) as previous,
        bool_or(months.month < dates.month) as before
    from dates
    inner join months on months.month <= dates.month
    group by as_of_date, store_id, customer_id
)

select
    as_of_date::varchar,
    count(*) filter (now and previous),
    count(*) filter (now and not before),
    count(*) filter (now and before and not previous),
    - count(*) filter (previous and not now)
from states
group by as_of_date
