select
    store_id,
    '{newest}',
    'USD',
    count(*),
    sum(net_revenue),
    sum(net_revenue)::double / sum(order_count),
    any_value(loyalty.repeat_rate),
    sum(net_revenue) filter (abc_class = 'A')::double / sum(net_revenue)::double,
    any_value(lapsed.customer_count)
from marts.customer_facts
inner join marts.abc_tiers using (store_id, customer_id, as_of_date, net_revenue)
inner join (select store_id, as_of_date, repeat_rate from marts.store_loyalty) as loyalty
    using (store_id, as_of_date)
inner join marts.tier_summary as lapsed
    on lapsed.store_id = customer_facts.store_id
    and lapsed.as_of_date = customer_facts.as_of_date
    and lapsed.scheme = 'lifecycle' and lapsed.label = 'lapsed'
where customer_facts.as_of_date = date '{newest}'
group by store_id
