with buyers as (
    select count(distinct order_date) as days
    from marts.accepted_orders
    where is_purchase and order_date <= date '{newest}'
    group by store_id, customer_id
)

select count(*) filter (days >= 2) / count(*) from buyers
