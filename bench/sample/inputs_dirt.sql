-- The inputs besides the orders as text, and on top of them rows that have to be
-- rejected, each with one fault: copies of clean rows, or rows of nobody's. No clean row
-- changes.
-- Reads what inputs.sql makes.
create or replace temp view raw_sample_customers as
with

faults (row_number, reason, full_name, registered_at, birth_date) as (

    values
    (1, 'missing_customer', null, null, null),
    (2, 'duplicate_customer', 'Sample Namesake', '2025-12-30 12:00:00', null),
    (3, 'invalid_date', null, null, '1990-02-30'),
    (4, 'invalid_date', null, 'unknown', null),
    (5, 'future_timestamp', null, '2999-12-31 00:00:00', null)

),

customers as (

    select columns(*)::varchar
    from sample_customers

),

first_customers as (

    select
        *,
        row_number() over (order by customer_id) as row_number
    from customers

)

select * from customers
union all
select
    copies.* exclude (row_number) replace (
        case faults.reason
            when 'missing_customer' then null
            when 'duplicate_customer' then copies.customer_id
            else 'D' || copies.customer_id
        end as customer_id,
        coalesce(faults.full_name, copies.full_name) as full_name,
        coalesce(faults.registered_at, copies.registered_at) as registered_at,
        coalesce(faults.birth_date, copies.birth_date) as birth_date
    )
from first_customers as copies
inner join faults on copies.row_number = faults.row_number;

create or replace temp view raw_sample_order_lines as
with

faults (row_number, reason, net_amount) as (

    values
    (1, 'missing_order_id', null),
    (2, 'unknown_order', null),
    (3, 'invalid_amount', 'twelve'),
    (4, 'invalid_amount', 'NaN')

),

order_lines as (

    select
        columns(* exclude (order_number, line_number, sold_at))::varchar,
        order_number,
        line_number,
        sold_at
    from sample_order_lines

),

last_lines as (

    -- Where the seeds' lines are too: in the second of two stores, in the last year.
    select
        *,
        row_number() over (
            order by store_id desc, sold_at desc, order_number
        ) as row_number
    from order_lines
    where line_number = 1

)

select * from order_lines
union all
select
    copies.* exclude (row_number) replace (
        case faults.reason
            when 'missing_order_id' then null
            when 'unknown_order' then 'X' || copies.order_id
            else copies.order_id
        end as order_id,
        coalesce(faults.net_amount, copies.net_amount) as net_amount
    )
from last_lines as copies
inner join faults on copies.row_number = faults.row_number;

create or replace temp view raw_sample_feedback as
with

faults (row_number, reason, given_at, rating, nps) as (

    values
    (1, 'missing_customer', null, null, null),
    (2, 'unknown_customer', null, null, null),
    (3, 'invalid_timestamp', '2025-02-30 10:00:00', null, null),
    (4, 'invalid_timestamp', 'unknown', null, null),
    (5, 'future_timestamp', '2999-12-31 00:00:00', null, null),
    (6, 'invalid_rating', null, '9', null),
    (7, 'invalid_rating', null, 'good', null),
    (8, 'invalid_rating', null, null, '12')

),

feedback as (

    select
        columns(* exclude (order_number))::varchar,
        order_number
    from sample_feedback

),

first_feedback as (

    select
        *,
        row_number() over (order by order_number) as row_number
    from feedback

)

select * from feedback
union all
select
    copies.* exclude (row_number) replace (
        case faults.reason
            when 'missing_customer' then null
            when 'unknown_customer' then 'X' || copies.customer_id
            else copies.customer_id
        end as customer_id,
        coalesce(faults.given_at, copies.given_at) as given_at,
        coalesce(faults.rating, copies.rating) as rating,
        coalesce(faults.nps, copies.nps) as nps
    )
from first_feedback as copies
inner join faults on copies.row_number = faults.row_number;

create or replace temp view raw_sample_referrals as
with

referrals as (

    select columns(*)::varchar
    from sample_referrals

),

-- Nobody referred them, so a row about one of them is no duplicate.
strangers as (

    select
        customer_name(buyers.customer_number) as customer_id,
        row_number() over (order by buyers.customer_number) as row_number
    from sample_buyers as buyers
    anti join sample_pairs as pairs
        on buyers.customer_number = pairs.referred_number

),

first_referrals as (

    select
        referrals.*,
        strangers.customer_id as stranger_customer_id,
        strangers.row_number
    from (
        select
            *,
            row_number() over (order by referred_at, referred_customer_id) as row_number
        from referrals
    ) as referrals
    inner join strangers on referrals.row_number = strangers.row_number

),

faulty_referrals as (

    select
        case row_number
            when 1 then null -- missing_customer
            when 4 then 'X' || referrer_customer_id -- unknown_customer
            when 6 then stranger_customer_id -- self_referral
            when 7 then stranger_customer_id -- duplicate_referral, by another customer
            else referrer_customer_id
        end as referrer_customer_id,
        case row_number
            when 2 then null -- missing_customer
            when 3 then 'X' || stranger_customer_id -- unknown_customer
            when 7 then referred_customer_id -- duplicate_referral
            else stranger_customer_id
        end as referred_customer_id,
        case row_number
            when 5 then '2025-02-30 10:00:00' -- invalid_timestamp
            when 7 then '2025-12-30 12:00:00' -- duplicate_referral, the later one
            else referred_at
        end as referred_at
    from first_referrals
    where row_number <= 7

)

select * from referrals
union all
select * from faulty_referrals;

create or replace temp view raw_sample_customer_aliases as
with

aliases as (

    select columns(*)::varchar
    from sample_customer_aliases

),

faulty_aliases (alias_customer_id, customer_id) as (

    -- Nobody else is called G.
    values
    (null, customer_name(0)), -- missing_customer
    ('G1', null), -- missing_customer
    ('G2', 'G2'), -- self_alias
    ('G3', 'G4'), -- alias_circle
    ('G4', 'G3') -- alias_circle

)

select * from aliases
union all
select * from faulty_aliases
union all
-- duplicate_alias
select
    min(alias_customer_id) as alias_customer_id,
    customer_name(getvariable('customers') - 1) as customer_id
from aliases
having count(*) > 0;
