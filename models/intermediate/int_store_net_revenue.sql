with

-- Straight from the orders, not by way of the ledger: the other side of a check.
orders as (

    select
        store_id,
        order_date,
        reversal_date,
        gross_amount - discount_amount as sold_amount,
        refund_amount
        + case when is_sent_back then gross_amount - discount_amount else 0 end
            as given_back_amount
    from {{ ref('int_screened_orders') }}
    where rejection_reason is null

),

as_of_dates as (

    select as_of_date from {{ ref('int_as_of_dates') }}

),

store_net_revenue as (

    select
        orders.store_id,
        as_of_dates.as_of_date,
        sum(
            case
                when orders.reversal_date <= as_of_dates.as_of_date
                    then orders.sold_amount - orders.given_back_amount
                else orders.sold_amount
            end
        ) as net_revenue
    from orders
    inner join as_of_dates on orders.order_date <= as_of_dates.as_of_date
    group by orders.store_id, as_of_dates.as_of_date

)

select * from store_net_revenue
