{{ config(materialized='as_of', enabled=is_enabled('acquisition_channels')) }}

with

facts as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

profiles as (

    select
        store_id,
        customer_id,
        registered_date,
        acquisition_channel
    from {{ customer_profiles() }}

),

labels as (

    select
        store_id,
        customer_id,
        as_of_date,
        is_effective
    from {{ ref('customer_tiers', 'customer_tiers') }}

),

channels as (

    select
        facts.store_id,
        facts.as_of_date,
        profiles.acquisition_channel,
        count(*) as customer_count,
        count(case when facts.purchase_day_count >= 1 then 1 end) as buyer_count,
        count(case when facts.purchase_day_count >= 2 then 1 end)
            as repeat_buyer_count,
        sum(
            case when labels.is_effective then 1 when not labels.is_effective then 0 end
        ) as effective_customer_count,
        sum(facts.first_order_revenue) as first_order_revenue,
        sum(facts.net_revenue) as net_revenue
    from facts
    inner join labels on {{ same_customer('facts', 'labels') }}
    left join profiles on {{ known_profile('facts') }}
    group by facts.store_id, facts.as_of_date, profiles.acquisition_channel

),

acquisition_channels as (

    select
        store_id,
        as_of_date,
        acquisition_channel,
        cast(customer_count as integer) as customer_count,
        cast(buyer_count as integer) as buyer_count,
        cast(repeat_buyer_count as integer) as repeat_buyer_count,
        {{ ratio('repeat_buyer_count', 'buyer_count') }} as repeat_rate,
        cast(effective_customer_count as integer) as effective_customer_count,
        cast(first_order_revenue as decimal(28, 4)) as first_order_revenue,
        cast(net_revenue - first_order_revenue as decimal(28, 4)) as later_net_revenue,
        cast(net_revenue as decimal(28, 4)) as net_revenue
    from channels

)

select * from acquisition_channels
