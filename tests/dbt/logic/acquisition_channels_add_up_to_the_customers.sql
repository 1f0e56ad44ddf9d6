-- Customers and their money, each in one channel, which may be unknown.
with

customers as (

    select
        store_id,
        as_of_date,
        count(*) as customer_count,
        sum(net_revenue) as net_revenue
    from {{ ref('customer_tiers', 'customer_facts') }}
    group by store_id, as_of_date

),

channels as (

    select
        store_id,
        as_of_date,
        sum(customer_count) as customer_count,
        sum(net_revenue) as net_revenue,
        count(*) - count(distinct coalesce(acquisition_channel, '')) as repeated_count
    from {{ ref('customer_tiers', 'acquisition_channels') }}
    group by store_id, as_of_date

)

select
    customers.store_id,
    customers.as_of_date
from customers
left join channels on {{ same_store_and_date('customers', 'channels') }}
where
    channels.store_id is null
    or customers.customer_count <> channels.customer_count
    or customers.net_revenue <> channels.net_revenue
    or channels.repeated_count > 0
