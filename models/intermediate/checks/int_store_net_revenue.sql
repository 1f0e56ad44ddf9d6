{{ config(enabled=is_enabled('reconciliation')) }}

with

-- Directly from the orders, bypassing the ledger: the other side of a check.
orders as (

    select
        store_id,
        order_date,
        greatest(order_date, reversal_date) as back_date,
        gross_amount - discount_amount as sold_amount,
        refund_amount
        + case when is_full_return then gross_amount - discount_amount else 0 end
            as given_back_amount
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where rejection_reason is null

),

refunds as (

    select * from {{ if_given('refunds', 'int_screened_refunds', {
        'store_id': 'string', 'event_date': 'date', 'refund_amount': 'decimal(18, 4)',
        'rejection_reason': 'string',
    }) }}
    where rejection_reason is null

),

as_of_dates as (

    select as_of_date from {{ ref('customer_tiers', 'int_as_of_dates') }}

),

-- Summed by day before the join with the as-of dates.
store_flows as (

    select
        store_id,
        order_date as flow_date,
        sum(sold_amount) as amount
    from orders
    group by store_id, order_date
    union all
    select
        store_id,
        back_date as flow_date,
        -sum(given_back_amount) as amount
    from orders
    where given_back_amount <> 0
    group by store_id, back_date
    union all
    select
        store_id,
        event_date as flow_date,
        -sum(refund_amount) as amount
    from refunds
    group by store_id, event_date

),

store_net_revenue as (

    select
        store_flows.store_id,
        as_of_dates.as_of_date,
        sum(store_flows.amount) as net_revenue
    from store_flows
    inner join as_of_dates on store_flows.flow_date <= as_of_dates.as_of_date
    group by store_flows.store_id, as_of_dates.as_of_date

)

select * from store_net_revenue
