-- The sample shop: its customers, and the orders as exported at the end of its history;
-- nothing in it is dirty (see dirt.sql). Reads the variables seed, customers, orders,
-- stores, history_start and history_days. Nothing is random: a draw is a slice of
-- md5(seed, key), so the rows are the same with any number of threads and in any
-- version of DuckDB. Times are days (fractions) or whole minutes since history_start;
-- literals like 2e0 are doubles.

create or replace temp macro digest(kind, key) as (
    md5_number(getvariable('seed') || kind || key)
);

create or replace temp macro upper_bits(hash) as ((hash >> 64)::ubigint);

create or replace temp macro lower_bits(hash) as (
    (hash & 18446744073709551615::uhugeint)::ubigint
);

-- Slot 0 to 3 of 64 bits as a number strictly between 0 and 1.
create or replace temp macro draw(bits, slot) as (
    (((bits >> (16 * slot)) & 65535)::double + 0.5e0) / 65536e0
);

-- The same with mean 0 and deviation 1 (logistic: a normal with heavier tails).
create or replace temp macro bell(bits, slot) as (
    0.5513e0 * ln(draw(bits, slot) / (1e0 - draw(bits, slot)))
);

create or replace temp macro season_phase(day) as (
    sin(2e0 * pi() * (day - 340e0) / 365.25e0)
);

-- Pulls days towards early December; the first and the last day stay in their place.
create or replace temp macro seasonal(day, days) as (
    day - 22e0 * (
        season_phase(day)
        - season_phase(0e0) * (1e0 - day / days)
        - season_phase(days) * day / days
    )
);

create or replace temp macro customer_name(customer_number) as (
    'C' || (10000 + customer_number)
);

create or replace temp macro store_name(store) as (
    coalesce(
        ['north', 'south', 'east', 'west'][store + 1], 'store_' || (store + 1)
    )
);

create or replace temp macro category_name(category_number) as (
    ['books', 'toys', 'kitchen', 'garden', 'fashion', 'electronics'][category_number]
);

create or replace temp table sample_buyers as
with

customers_with_draws as (

    select
        range as customer_number,
        upper_bits(digest('customer', range)) as life_bits,
        lower_bits(digest('customer', range)) as taste_bits
    from range(getvariable('customers'))

),

customers_with_traits as (

    select
        customer_number,
        getvariable('history_days')::double as history_days,
        -- A quarter are there when the history begins, the others join all along it.
        if(draw(life_bits, 0) < 0.25e0, 60e0, history_days) * draw(life_bits, 1)
            as first_day,
        -- Lifetimes are exponential: some outlast the history.
        least(first_day - 700e0 * ln(draw(life_bits, 2)), history_days) as last_day,
        -- One in five of those who left long ago comes back.
        last_day + 250e0 as earliest_comeback,
        if(
            draw(life_bits, 3) < 0.2e0 and earliest_comeback < history_days,
            earliest_comeback
            + (history_days - earliest_comeback) * draw(taste_bits, 2),
            null
        ) as comeback_day,
        customer_number % 200 = 7 as has_only_returns,
        -- A quarter buy once and a few very often. Whole numbers: their sum is the
        -- same in whatever order it is taken.
        if(
            has_only_returns or draw(life_bits, 2) > 0.75e0,
            1e0,
            1000e0 * exp(0.9e0 * bell(taste_bits, 0)) * (last_day - first_day + 10e0)
        )::bigint as weight,
        exp(0.6e0 * bell(taste_bits, 1)) as spend_level,
        floor(getvariable('stores') * draw(taste_bits, 3))::integer as home_store
    from customers_with_draws

),

customers_with_running_weight as (

    select
        *,
        sum(weight) over (order by customer_number) as weight_up_to,
        sum(weight) over () as weight_of_all,
        (getvariable('orders') - getvariable('customers'))::hugeint as spare_orders
    from customers_with_traits

),

customers_with_orders as (

    -- Everyone has one order; the others are shared out by weight, to the last one.
    select
        *,
        customer_number
        + spare_orders * (weight_up_to - weight) // weight_of_all as first_order_number,
        customer_number + 1
        + spare_orders * weight_up_to // weight_of_all as next_order_number
    from customers_with_running_weight

)

select
    customer_number,
    first_day,
    last_day,
    comeback_day,
    has_only_returns,
    spend_level,
    home_store,
    first_order_number::bigint as first_order_number,
    (next_order_number - first_order_number)::bigint as order_count
from customers_with_orders;

create or replace temp view sample_sales as
with

rows_of_customers as (

    select
        *,
        unnest(range(order_count)) as slot
    from sample_buyers

),

sales_behind_rows as (

    -- Every fiftieth row sends back the sale in the row before it.
    select
        *,
        first_order_number + slot as order_number,
        slot > 0 and order_number % 50 = 0 as returns_row_before,
        slot + 1 < order_count and order_number % 50 = 49 as is_returned_by_row_after,
        returns_row_before or has_only_returns as is_return,
        slot - returns_row_before::integer as sale_slot,
        order_number - returns_row_before::integer as sale_number
    from rows_of_customers

),

sales_with_draws as (

    -- A return has its sale's draws, hence its sale's price, store and currency.
    select
        *,
        upper_bits(digest('order', sale_number)) as time_bits,
        lower_bits(digest('order', sale_number)) as goods_bits,
        upper_bits(digest('price', sale_number)) as price_bits,
        lower_bits(digest('price', sale_number)) as fate_bits
    from sales_behind_rows

),

sales_with_day as (

    -- One sale to each equal slice of the stay: a rhythm, but no clockwork. Who comes
    -- back leaves the last 40 % of it for up to 120 days after the comeback.
    select
        *,
        getvariable('history_days')::bigint as history_days,
        (sale_slot + least(sale_slot, 1) * draw(time_bits, 0)) / order_count
            as share_of_stay,
        last_day - first_day as stay,
        case
            when comeback_day is null or sale_slot = 0
                then first_day + share_of_stay * stay
            when share_of_stay < 0.6e0
                then first_day + share_of_stay / 0.6e0 * stay
            else
                comeback_day
                + (share_of_stay - 0.6e0) / 0.4e0
                * least(120e0, history_days - comeback_day)
        end as raw_day,
        greatest(floor(seasonal(raw_day, history_days::double)), 0e0)::integer
            as season_day
    from sales_with_draws

),

sales_with_minute as (

    -- A third of the weekend's sales move to the Thursday or Friday before.
    -- The day runs from 07:00 to 23:00 with its peak at 15:00.
    select
        *,
        isodow(getvariable('history_start') + season_day) >= 6
        and season_day >= 2
        and draw(time_bits, 1) < 0.33e0 as is_moved,
        420e0 + 480e0 * (draw(time_bits, 2) + draw(time_bits, 3)) as minute_of_day,
        1440 * (season_day - if(is_moved, 2, 0)) + floor(minute_of_day)::bigint
            as sale_minute,
        history_days * 1440 as end_minute
    from sales_with_day

),

sales_with_price as (

    select
        *,
        floor(6e0 * draw(goods_bits, 0) ** 1.3e0)::integer + 1 as category_number,
        -- A few go to the first store, whatever the customer's own.
        if(draw(price_bits, 3) < 0.03e0, 0, home_store) as store,
        greatest(
            [18e0, 24e0, 35e0, 42e0, 58e0, 160e0][category_number]
            * spend_level * exp(0.45e0 * bell(price_bits, 0)),
            1e0
        )::decimal(18, 2) as price,
        -- More discounts towards the end of the year.
        if(month(getvariable('history_start') + season_day) >= 11, 0.2e0, 0.08e0)
            as discounted_share,
        if(
            draw(price_bits, 2) < discounted_share,
            price::double * (0.05e0 + 0.25e0 * draw(goods_bits, 3)),
            null
        )::decimal(18, 2) as discount,
        price - coalesce(discount, 0) as paid,
        (price::double * (0.45e0 + 0.25e0 * draw(price_bits, 1)))::decimal(18, 2)
            as goods_cost
    from sales_with_minute

),

sales_with_fate as (

    -- The export knows nothing that came after it: a refund of later is not in it, and
    -- many orders of its last three days are pending.
    select
        *,
        draw(fate_bits, 0) as fate_draw,
        sale_minute + floor(
            draw(fate_bits, 1)
            * if(is_return, least(36000, end_minute - sale_minute), 57600)
        )::bigint as reversal_minute,
        case
            when is_return then 'credit'
            when is_returned_by_row_after then 'kept'
            when fate_draw < 0.03e0 then 'cancelled'
            when fate_draw < 0.05e0 and reversal_minute < end_minute then 'sent back'
            when fate_draw < 0.05e0 then 'kept'
            when fate_draw < 0.09e0 and reversal_minute < end_minute then 'refunded'
            when fate_draw < 0.09e0 then 'kept'
            when fate_draw < 0.1e0 then 'pending'
            when fate_draw < 0.4e0 and sale_minute > end_minute - 4320 then 'pending'
            else 'kept'
        end as fate
    from sales_with_price

)

select
    *,
    if(is_return, reversal_minute, sale_minute) as order_minute
from sales_with_fate;

create or replace temp view sample_orders as
select
    order_number,
    if(is_return, 'R', 'N') || (1000000 + order_number) as order_id,
    customer_name(customer_number) as customer_id,
    getvariable('history_start')
    + to_minutes(order_minute) as ordered_at,
    if(is_return, -paid, price)::decimal(18, 2) as gross_amount,
    case
        when fate in ('credit', 'sent back') then 'returned'
        when fate in ('cancelled', 'pending') then fate
        else 'completed'
    end as order_status,
    if(is_return, null, discount) as discount_amount,
    if(
        fate = 'refunded',
        paid::double * least(1e0, 0.2e0 + 1.2e0 * draw(fate_bits, 2)),
        null
    )::decimal(18, 2) as refund_amount,
    -- Of some orders nobody noted when they came back.
    if(
        fate = 'refunded' or (fate = 'sent back' and draw(fate_bits, 2) >= 0.15e0),
        getvariable('history_start') + to_minutes(reversal_minute),
        null
    ) as refunded_at,
    if(is_return, -goods_cost, goods_cost) as cost_amount,
    if(store % 2 = 1 and draw(goods_bits, 2) < 0.9e0, 'EUR', 'USD') as currency,
    store_name(store) as store_id,
    case
        when draw(goods_bits, 1) < 0.45e0 then 'web'
        when draw(goods_bits, 1) < 0.75e0 then 'app'
        when draw(goods_bits, 1) < 0.95e0 then 'shop'
        else 'phone'
    end as channel,
    category_name(category_number) as category
from sample_sales;

create or replace temp view sample_exchange_rates as
select
    month_start::date as rate_date,
    'EUR' as currency,
    (
        1.08e0
        + 0.03e0 * sin(datediff('month', date '2023-01-01', rate_date) / 5e0)
        + 0.008e0 * bell(upper_bits(digest('rate', rate_date)), 0)
    )::decimal(9, 4) as rate_to_reporting
from
    generate_series(
        getvariable('history_start')::timestamp,
        getvariable('history_start') + to_days(getvariable('history_days') - 1),
        interval 1 month
    ) as months (month_start);
