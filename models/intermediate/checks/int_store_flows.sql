{{ config(materialized='table') }}

with

-- Straight from the orders, not by way of the ledger: the other side of a check.
orders as (

    select
        store_id,
        order_date,
        greatest(order_date, reversal_date) as back_date,
        gross_amount - discount_amount as sold_amount,
        refund_amount
        + case when is_sent_back then gross_amount - discount_amount else 0 end
            as given_back_amount
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where rejection_reason is null

),

sold as (

    select
        store_id,
        order_date as flow_date,
        sum(sold_amount) as amount
    from orders
    group by store_id, order_date

),

given_back as (

    select
        store_id,
        back_date as flow_date,
        -sum(given_back_amount) as amount
    from orders
    where given_back_amount <> 0
    group by store_id, back_date

),

store_flows as (

    select * from sold
    union all
    select * from given_back

)

select * from store_flows
