{{ config(enabled=is_enabled('forecasts')) }}

{#- By the days since the last order: what is known of the whole store, and the share of
    its buyers who ordered later. -#}

with

customers as (

    select
        *,
        {{ repeat_value() }} as repeat_value
    from {{ ref('customer_tiers', 'customer_facts') }}
    where purchase_day_count > 0

),

recencies as (

    select
        store_id,
        as_of_date,
        days_since_last_order,
        count(*) as customer_count,
        max(tenure_days) as store_days,
        sum(short_repeat_count) as short_count,
        sum(long_repeat_count) as long_count,
        count(case when repeat_value > 0 then 1 end) as repeat_value_count,
        sum(cast(repeat_value as decimal(28, 8))) as repeat_value,
        count(case when first_day_revenue > 0 then 1 end) as first_value_count,
        sum(case when first_day_revenue > 0 then first_day_revenue end) as first_value
    from customers
    group by store_id, as_of_date, days_since_last_order

),

store_recencies as (

    select
        store_id,
        as_of_date,
        days_since_last_order,
        max(store_days) over the_store as store_days,
        {{ ratio(
            'sum(short_count) over the_store', 'sum(customer_count) over the_store'
        ) }} as mean_short_count,
        {{ ratio(
            'sum(long_count) over the_store', 'sum(customer_count) over the_store'
        ) }} as mean_long_count,
        coalesce(
            {{ ratio(
                'sum(repeat_value) over the_store',
                'sum(repeat_value_count) over the_store'
            ) }},
            {{ ratio(
                'sum(first_value) over the_store', 'sum(first_value_count) over the_store'
            ) }},
            0
        ) as mean_value,
        cast(
            sum(customer_count) over (
                partition by store_id, as_of_date order by days_since_last_order
            ) - customer_count as double
        ) / greatest(sum(customer_count) over the_store - 1, 1) as recency_percent_rank
    from recencies
    window the_store as (partition by store_id, as_of_date)

)

select * from store_recencies
