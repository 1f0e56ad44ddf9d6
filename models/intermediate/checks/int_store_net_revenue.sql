with

flows as (

    select * from {{ ref('customer_tiers', 'int_store_flows') }}

),

as_of_dates as (

    select as_of_date from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

store_net_revenue as (

    select
        flows.store_id,
        as_of_dates.as_of_date,
        sum(flows.amount) as net_revenue
    from flows
    inner join as_of_dates on flows.flow_date <= as_of_dates.as_of_date
    group by flows.store_id, as_of_dates.as_of_date

)

select * from store_net_revenue
