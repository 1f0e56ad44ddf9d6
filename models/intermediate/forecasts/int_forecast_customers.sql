{{ config(enabled=is_enabled('forecasts')) }}

{#- Of a large store a sample, the same at every date but for those who come. -#}

with

fit_dates as (

    select as_of_date as fit_date from {{ ref('customer_tiers', 'int_as_of_dates') }}
    union
    select fit_date from {{ ref('customer_tiers', 'int_forecast_origins') }}

),

buyers as (

    select
        store_id,
        customer_id,
        min(purchase_date) as first_order_date
    from {{ ref('customer_tiers', 'int_ledger_events') }}
    where purchase_date is not null
    group by store_id, customer_id

),

buyers_per_day as (

    select
        store_id,
        first_order_date,
        count(*) as customer_count
    from buyers
    group by store_id, first_order_date

),

stores as (

    select
        buyers_per_day.store_id,
        fit_dates.fit_date,
        sum(buyers_per_day.customer_count) as known_customer_count
    from buyers_per_day
    inner join fit_dates on buyers_per_day.first_order_date <= fit_dates.fit_date
    group by buyers_per_day.store_id, fit_dates.fit_date

),

customers as (

    select
        buyers.store_id,
        buyers.customer_id,
        buyers.first_order_date,
        stores.fit_date,
        stores.known_customer_count
    from buyers
    inner join stores
        on
            buyers.store_id = stores.store_id
            and buyers.first_order_date <= stores.fit_date
    {%- if setting('forecast_sample_customers') is not none %}
    where
        {{ place_in_sample('buyers.customer_id') }} * stores.known_customer_count
        < {{ setting('forecast_sample_customers') }}
    {%- endif %}

)

select * from customers
