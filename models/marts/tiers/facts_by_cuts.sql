with

customer_facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        days_since_last_order,
        rfm_frequency,
        rfm_monetary,
        net_revenue,
        margin_amount,
        value_per_order,
        satisfied_order_count,
        discount_share,
        engagement_count,
        orders_per_month,
        last_rating,
        referral_count,
        recent_net_revenue,
        previous_net_revenue
    from {{ ref('customer_facts') }}

),

as_of_dates as (

    select
        as_of_date,
        previous_as_of_date
    from {{ ref('int_as_of_dates') }}
    where movement_version is not null

),

-- Each customer twice: to be judged by the cuts of the own date, and by those of the
-- date before. Who has the same label by both has moved by himself, whatever the bounds
-- did.
facts_by_cuts as (

    select
        store_id,
        customer_id,
        as_of_date,
        as_of_version,
        days_since_last_order,
        rfm_frequency,
        rfm_monetary,
        net_revenue,
        margin_amount,
        value_per_order,
        satisfied_order_count,
        discount_share,
        engagement_count,
        orders_per_month,
        last_rating,
        referral_count,
        recent_net_revenue,
        previous_net_revenue,
        'own' as cuts_of,
        as_of_date as cut_date
    from customer_facts
    union all
    select
        customer_facts.store_id,
        customer_facts.customer_id,
        customer_facts.as_of_date,
        customer_facts.as_of_version,
        customer_facts.days_since_last_order,
        customer_facts.rfm_frequency,
        customer_facts.rfm_monetary,
        customer_facts.net_revenue,
        customer_facts.margin_amount,
        customer_facts.value_per_order,
        customer_facts.satisfied_order_count,
        customer_facts.discount_share,
        customer_facts.engagement_count,
        customer_facts.orders_per_month,
        customer_facts.last_rating,
        customer_facts.referral_count,
        customer_facts.recent_net_revenue,
        customer_facts.previous_net_revenue,
        'earlier' as cuts_of,
        as_of_dates.previous_as_of_date as cut_date
    from customer_facts
    inner join as_of_dates on customer_facts.as_of_date = as_of_dates.as_of_date

)

select * from facts_by_cuts
