-- By ranks of net revenue within a store, without the shares that the marts have.
with buyers as (
    select
        store_id,
        net_revenue,
        sum(net_revenue) over (
            partition by store_id order by net_revenue desc, customer_id rows unbounded preceding
        ) as running,
        sum(net_revenue) over (partition by store_id) as total
    from marts.customer_facts
    where as_of_date = date '{newest}' and net_revenue > 0
),

steps as (
    select ceil(20 * (running / total)::double - 0.000001)::integer * 5 as step from buyers
)

select step, (select count(*) from steps as up_to where up_to.step <= steps.step) / (select count(*) from steps)
from steps
group by step
