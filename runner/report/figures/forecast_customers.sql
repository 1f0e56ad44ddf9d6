with

expected as (

    select
        *,
        -- Of whom more is expected than of nearly all before, no range is known.
        expected_orders < orders_high + 0.5 as has_range
    from marts.customer_forecasts
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

ranges as (

    select
        store_id,
        customer_id,
        orders_low,
        orders_high
    from expected
    where has_range

),

past as (

    select
        expected.store_id,
        expected.customer_id,
        count(distinct events.purchase_date) as past_order_count,
        coalesce(
            sum(events.gross_revenue - events.discount_amount - events.refund_amount), 0
        ) as past_net_revenue
    from expected
    left join intermediate.int_ledger_events as events
        on
            expected.store_id = events.store_id
            and expected.customer_id = events.customer_id
            and events.event_date > $as_of - $far
            and events.event_date <= $as_of
    group by expected.store_id, expected.customer_id

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
    past.past_net_revenue,
    expected.expected_orders,
    ranges.orders_low,
    ranges.orders_high,
    expected.return_probability,
    past.past_order_count,
    tiers.last_order_date,
    tiers.lifecycle_stage
from expected
inner join marts.customer_tiers as tiers
    on
        expected.store_id = tiers.store_id
        and expected.customer_id = tiers.customer_id
        and expected.as_of_date = tiers.as_of_date
left join ranges
    on
        expected.store_id = ranges.store_id
        and expected.customer_id = ranges.customer_id
inner join past
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
