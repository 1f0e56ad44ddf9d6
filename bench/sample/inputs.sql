-- What the made-up shop knows besides its orders: registered customers, the lines of the
-- sales, feedback, referrals and aliases. All of it fits the orders, and nothing in it
-- is dirty (see inputs_dirt.sql).
-- Reads what orders.sql reads and makes.

-- Number of the first share that a draw falls under; with none it is one past the last.
create or replace temp macro drawn(draw, shares) as (
    1 + len(list_filter(shares, lambda share: draw >= share))
);

-- Everyone who ordered, and prospects who registered and never did.
create or replace temp table sample_people as
with

first_orders as (

    select
        customer_number,
        min(order_minute) as first_order_minute
    from sample_sales
    group by customer_number

),

people as (

    select
        buyers.customer_number,
        buyers.home_store,
        buyers.has_only_returns,
        first_orders.first_order_minute
    from sample_buyers as buyers
    inner join first_orders on buyers.customer_number = first_orders.customer_number
    union all
    select
        getvariable('customers') + range as customer_number,
        floor(
            getvariable('stores') * draw(upper_bits(digest('prospect', range)), 0)
        )::integer as home_store,
        false as has_only_returns,
        null as first_order_minute
    from range(getvariable('customers') * 3 // 100)

),

people_with_draws as (

    select
        *,
        upper_bits(digest('person', customer_number)) as person_bits,
        lower_bits(digest('person', customer_number)) as contact_bits,
        upper_bits(digest('role', customer_number)) as role_bits,
        lower_bits(digest('role', customer_number)) as referral_bits
    from people

)

-- Four in ten register with their first order, the others some weeks before it.
select
    *,
    case
        when first_order_minute is null
            then floor(
                1440e0 * getvariable('history_days') * draw(person_bits, 0)
            )
        when draw(person_bits, 0) < 0.4e0 then first_order_minute
        else first_order_minute + ceil(28800e0 * ln(draw(person_bits, 1)))
    end::bigint as registered_minute
from people_with_draws;

-- Some bring a later customer of their store, a few of them more than one.
create or replace temp table sample_pairs as
with

buyers_by_time as (

    select
        *,
        row_number() over (
            partition by home_store
            order by first_order_minute, customer_number
        ) as rank_in_store
    from sample_people
    where first_order_minute is not null and not has_only_returns

)

select
    referred.customer_number as referred_number,
    referrers.customer_number as referrer_number,
    greatest(referred.registered_minute, referrers.first_order_minute)
        as referred_minute
from buyers_by_time as referred
inner join buyers_by_time as referrers
    on
        referred.home_store = referrers.home_store
        and floor((referred.rank_in_store - 1) * draw(referred.referral_bits, 1)) + 1
        = referrers.rank_in_store
        and referred.rank_in_store > 1
where draw(referred.referral_bits, 0) < 0.042e0;

create or replace temp view sample_customers as
select
    customer_name(people.customer_number) as customer_id,
    store_name(people.home_store) as store_id,
    'Sample Customer ' || (10000 + people.customer_number) as full_name,
    if(
        draw(people.contact_bits, 0) < 0.9e0,
        'c' || (10000 + people.customer_number) || '@example.com',
        null
    ) as email,
    -- Nobody has a number from 555-0100 to 555-0199.
    if(
        draw(people.contact_bits, 1) < 0.6e0,
        '555-01' || lpad((people.customer_number % 100)::varchar, 2, '0'),
        null
    ) as phone,
    getvariable('history_start') + to_minutes(people.registered_minute)
        as registered_at,
    case
        when people.customer_number % 2000 = 29 then date '1984-02-29'
        when draw(people.person_bits, 2) < 0.85e0
            then date '1945-01-01' + floor(21900e0 * draw(people.person_bits, 3))::integer
    end as birth_date,
    ['female', 'male', 'other', null][
        drawn(draw(people.contact_bits, 2), [0.45e0, 0.85e0, 0.88e0])
    ] as gender,
    if(
        pairs.referred_number is not null,
        'referral',
        ['search', 'social', 'store', 'partner', 'email', 'referral', null][
            drawn(
                draw(people.role_bits, 0),
                [0.28e0, 0.48e0, 0.66e0, 0.75e0, 0.85e0, 0.88e0]
            )
        ]
    ) as acquisition_channel,
    people.customer_number % 400 = 13 as is_strategic,
    ['decider', 'influencer', 'user', null][
        drawn(draw(people.role_bits, 1), [0.2e0, 0.4e0, 0.67e0])
    ] as decision_role,
    ['low', 'middle', 'high', null][
        drawn(draw(people.role_bits, 2), [0.25e0, 0.65e0, 0.8e0])
    ] as income_band,
    ['coast', 'lakes', 'hills', 'plains', null][
        drawn(draw(people.role_bits, 3), [0.3e0, 0.55e0, 0.75e0, 0.95e0])
    ] as region
from sample_people as people
left join sample_pairs as pairs on people.customer_number = pairs.referred_number;

-- One to four lines a sale; what was paid and what it cost are parted in whole cents, so
-- that the lines add up to the sale.
create or replace temp view sample_order_lines as
with

sales_with_draws as (

    select
        order_number,
        order_minute,
        store,
        category_number,
        (100 * paid)::bigint as paid_cents,
        (100 * goods_cost)::bigint as cost_cents,
        upper_bits(digest('lines', sale_number)) as line_bits,
        lower_bits(digest('lines', sale_number)) as product_bits
    from sample_sales
    where not is_return

),

sales_with_weights as (

    select
        * exclude (line_bits),
        1
        + (draw(line_bits, 3) > 0.45e0)::bigint
        + (draw(line_bits, 3) > 0.75e0)::bigint
        + (draw(line_bits, 3) > 0.92e0)::bigint as line_count,
        -- What the lines up to the first, second .. weigh.
        3 as weight_1,
        weight_1 + 1 + (line_bits % 5)::bigint as weight_2,
        weight_2 + 1 + ((line_bits >> 8) % 4)::bigint as weight_3,
        weight_3 + 1 + ((line_bits >> 16) % 3)::bigint as weight_4
    from sales_with_draws

),

lines as (

    select
        *,
        unnest(range(1, line_count + 1)) as line_number
    from sales_with_weights

),

lines_with_category as (

    -- The first line is of the sale's own category and most others too; what is bought
    -- with it comes from the next category more often than from any other.
    select
        *,
        case line_count
            when 1 then weight_1
            when 2 then weight_2
            when 3 then weight_3
            else weight_4
        end as weight_of_all,
        case line_number
            when 1 then 0
            when 2 then weight_1
            when 3 then weight_2
            else weight_3
        end as weight_before,
        case line_number
            when 1 then weight_1
            when 2 then weight_2
            when 3 then weight_3
            else weight_4
        end as weight_up_to,
        ((product_bits >> (16 * (line_number - 1))) & 65535)::integer as line_draw,
        1 + (
            category_number - 1
            + case
                when line_number = 1 or line_draw % 16 < 8 then 0
                when line_draw % 16 < 12 then 1
                else 2 + line_draw % 4
            end
        ) % 6 as line_category
    from lines

)

select
    'N' || (1000000 + order_number) as order_id,
    store_name(store) as store_id,
    -- Twelve products a category, of which the first sell better than the last.
    'P' || (
        100 * line_category + 1 + least((line_draw >> 4) % 12, (line_draw >> 8) % 12)
    ) as product_id,
    category_name(line_category) as category,
    1 + (line_draw >> 13) // 6 as quantity,
    (
        0.01 * (
            paid_cents * weight_up_to // weight_of_all
            - paid_cents * weight_before // weight_of_all
        )
    )::decimal(18, 2) as net_amount,
    (
        0.01 * (
            cost_cents * weight_up_to // weight_of_all
            - cost_cents * weight_before // weight_of_all
        )
    )::decimal(18, 2) as cost_amount,
    order_number,
    line_number,
    getvariable('history_start') + to_minutes(order_minute) as sold_at
from lines_with_category;

-- One sale in twelve or so gets a word within twenty days; who is angry may complain.
create or replace temp view sample_feedback as
with

sales_with_draws as (

    select
        *,
        upper_bits(digest('feedback', sale_number)) as word_bits,
        lower_bits(digest('feedback', sale_number)) as mood_bits,
        getvariable('history_days')::bigint * 1440 as end_of_history
    from sample_sales
    where not is_return and fate not in ('cancelled', 'pending')

),

sales_with_mood as (

    select
        *,
        drawn(draw(mood_bits, 0), [0.04e0, 0.1e0, 0.22e0, 0.55e0]) as mood
    from sales_with_draws
    where draw(word_bits, 0) < 0.085e0

)

select
    customer_name(customer_number) as customer_id,
    store_name(store) as store_id,
    if(draw(word_bits, 1) < 0.85e0, 'N' || (1000000 + order_number), null) as order_id,
    getvariable('history_start') + to_minutes(
        order_minute
        + floor(
            draw(word_bits, 2) ** 2e0 * least(28800, end_of_history - order_minute)
        )::bigint
    ) as given_at,
    if(draw(mood_bits, 1) < 0.95e0, mood, null) as rating,
    if(
        draw(mood_bits, 2) < 0.4e0,
        least(2 * mood - 1 + floor(3e0 * draw(mood_bits, 3))::integer, 10),
        null
    ) as nps,
    mood <= 2 and draw(word_bits, 3) < 0.12e0 as is_complaint,
    order_number
from sales_with_mood;

create or replace temp view sample_referrals as
select
    customer_name(referrer_number) as referrer_customer_id,
    customer_name(referred_number) as referred_customer_id,
    getvariable('history_start') + to_minutes(referred_minute) as referred_at
from sample_pairs;

-- One customer in two hundred has a second account: the next customer's of the store.
-- The first of these accounts is an alias of an alias.
create or replace temp view sample_customer_aliases as
with

accounts as (

    select
        customer_number,
        lead(customer_number) over (
            partition by home_store
            order by customer_number
        ) as next_in_store
    from sample_buyers

),

chained as (

    select next_in_store as customer_number
    from accounts
    where customer_number = 50

),

aliases as (

    select *
    from accounts
    where
        next_in_store is not null
        and (
            customer_number % 200 = 50
            or customer_number in (select chained.customer_number from chained)
        )

)

select
    customer_name(customer_number) as alias_customer_id,
    customer_name(next_in_store) as customer_id
from aliases;
