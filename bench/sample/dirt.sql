-- The clean orders as text, and on top of them rows that have to be rejected: copies of
-- evenly spread clean orders, each with one fault, the faults taking turns. No clean
-- order changes, so what is accepted does not depend on the dirt.
-- Reads what orders.sql reads and makes, and the variable dirty_rows.
create or replace temp view raw_sample_orders as
with

listed_faults (
    fault_number, reason, ordered_at, gross_amount, order_status, currency
) as (

    values
    (0, 'missing_order_id', null, null, null, null),
    -- One copy is identical, one has the same id with other content.
    (1, 'duplicate_order_id', null, null, null, null),
    (2, 'duplicate_order_id', 'after the last', '1.00', null, null),
    (3, 'missing_customer', null, null, null, null),
    (4, 'invalid_timestamp', '2025-02-30 10:00:00', null, null, null),
    (5, 'invalid_timestamp', 'unknown', null, null, null),
    (6, 'future_timestamp', '2999-12-31 00:00:00', null, null, null),
    (7, 'invalid_amount', null, 'twelve', null, null),
    (8, 'invalid_amount', null, 'NaN', null, null),
    (9, 'invalid_amount', null, 'Infinity', null, null),
    (10, 'negative_amount', null, '-12.50', 'completed', null),
    (11, 'unknown_status', null, null, 'mislaid', null),
    -- ISO 4217 keeps XTS for tests; EUR has no rate yet on the day before the history.
    (12, 'unknown_currency', null, null, null, 'XTS'),
    (13, 'unknown_currency', 'before the first', null, null, 'EUR')

),

faults as (

    select
        * replace (
            case ordered_at
                when 'after the last'
                    then (
                        getvariable('history_start')
                        + to_days(getvariable('history_days'))
                        - interval 1 second
                    )::varchar
                when 'before the first'
                    then (getvariable('history_start') - interval 1 hour)::varchar
                else ordered_at
            end as ordered_at
        ),
        reason <> 'duplicate_order_id' as has_new_id
    from listed_faults

),

orders_and_copies as (

    -- Each order once, and once more where its number passes a multiple of
    -- orders / dirty_rows.
    select
        order_number,
        columns(* exclude (order_number))::varchar,
        order_number * getvariable('dirty_rows') // getvariable('orders')
            as duplicate_number,
        (order_number + 1) * getvariable('dirty_rows') // getvariable('orders')
        > duplicate_number as has_copy,
        unnest(if(has_copy, [false, true], [false])) as is_copy
    from sample_orders

),

copies_with_fault_beside_orders as (

    -- An order has no fault, so everything of faults is null beside it.
    select
        orders.order_number,
        case
            when faults.reason = 'missing_order_id' then null
            when faults.has_new_id then 'D' || orders.order_id
            else orders.order_id
        end as order_id,
        if(faults.reason = 'missing_customer', null, orders.customer_id) as customer_id,
        coalesce(faults.ordered_at, orders.ordered_at) as ordered_at,
        coalesce(
            faults.gross_amount,
            -- A negative amount would be a fault of another kind.
            if(faults.has_new_id, ltrim(orders.gross_amount, '-'), orders.gross_amount)
        ) as gross_amount,
        coalesce(faults.order_status, orders.order_status) as order_status,
        orders.discount_amount,
        orders.refund_amount,
        orders.refunded_at,
        if(faults.has_new_id, ltrim(orders.cost_amount, '-'), orders.cost_amount)
            as cost_amount,
        coalesce(faults.currency, orders.currency) as currency,
        orders.store_id,
        orders.channel,
        orders.category
    from orders_and_copies as orders
    left join faults
        on
            orders.is_copy
            and orders.duplicate_number % (select count(*) from listed_faults)
            = faults.fault_number

)

select * from copies_with_fault_beside_orders;
