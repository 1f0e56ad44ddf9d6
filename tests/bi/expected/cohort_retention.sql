with months as (
    select distinct store_id, customer_id, date_trunc('month', order_date)::date as month
    from marts.accepted_orders
    where is_purchase and order_date <= date '{newest}'
),

cohorts as (
    select store_id, customer_id, min(month) as cohort from months group by all
),

sizes as (
    select cohort, count(*) as customers from cohorts group by cohort
)

select
    datediff('month', sizes.cohort, periods.month),
    sizes.cohort::varchar,
    count(months.customer_id) / any_value(customers)
from sizes
inner join (select distinct month from months) as periods on periods.month > sizes.cohort
inner join cohorts on cohorts.cohort = sizes.cohort
left join months
    on months.store_id = cohorts.store_id
    and months.customer_id = cohorts.customer_id
    and months.month = periods.month
group by all
