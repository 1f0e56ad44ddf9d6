-- An order that came back whole is none any more.
select
    (select sum(net_revenue) from marts.customer_facts where as_of_date = date '{newest}')::double
    / (
        select count(*)
        from marts.accepted_orders
        where order_status = 'completed' and order_date <= date '{newest}'
    )
