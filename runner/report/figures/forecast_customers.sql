with

expected as (

    select * from marts.customer_forecasts
    where
        as_of_date = $as_of
        and store_id = $store
        and horizon_days = $far
        and expected_net_revenue > 0
    order by
        expected_net_revenue desc,
        store_id asc,
        customer_id asc
    limit 50

),

past as (

    select
        store_id,
        customer_id,
        count(distinct purchase_date) as past_order_count,
        sum(gross_revenue - discount_amount - refund_amount) as past_net_revenue
    from intermediate.int_ledger_events
    where
        event_date > $as_of - $far
        and event_date <= $as_of
    group by store_id, customer_id

)

select
    expected.customer_id,
    -- if contacts
    contacts.full_name,
    -- end
    -- if stores
    expected.store_id,
    -- end
    expected.expected_net_revenue,
    coalesce(past.past_net_revenue, 0) as past_net_revenue,
    expected.expected_orders,
    expected.orders_low,
    expected.orders_high,
    expected.return_probability,
    coalesce(past.past_order_count, 0) as past_order_count,
    tiers.last_order_date,
    tiers.lifecycle_stage
from expected
inner join marts.customer_tiers as tiers
    on
        expected.store_id = tiers.store_id
        and expected.customer_id = tiers.customer_id
        and expected.as_of_date = tiers.as_of_date
left join past
    on
        expected.store_id = past.store_id
        and expected.customer_id = past.customer_id
-- if contacts
left join marts.customer_contacts as contacts
    on
        expected.store_id = contacts.store_id
        and expected.customer_id = contacts.customer_id
-- end
order by
    expected.expected_net_revenue desc,
    expected.store_id asc,
    expected.customer_id asc
