with

customer_facts as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

as_of_dates as (

    select
        as_of_date,
        previous_as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where movement_version is not null

),

-- Each customer twice: to be judged by the cuts of the own date, and by those of the
-- date before. Who has the same label by both has moved by himself, whatever the bounds
-- did.
facts_by_cuts as (

    select
        customer_facts.*,
        'own' as cuts_of,
        customer_facts.as_of_date as cut_date
    from customer_facts
    union all
    select
        customer_facts.*,
        'earlier' as cuts_of,
        as_of_dates.previous_as_of_date as cut_date
    from customer_facts
    inner join as_of_dates on customer_facts.as_of_date = as_of_dates.as_of_date

)

-- With all that customer_facts has.
select * from facts_by_cuts  -- noqa: AM04
