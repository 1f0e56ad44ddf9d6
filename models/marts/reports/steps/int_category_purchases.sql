{{ config(enabled=is_enabled('next_categories')) }}

{#- An order has its own category, plus those of its lines if they are given. -#}
with

newest_date as (

    select as_of_date
    from {{ ref('customer_tiers', 'int_as_of_dates') }}
    where is_newest

),

purchases as (

    {% if is_given('order_lines') %}
    select
        store_id,
        customer_id,
        category,
        event_date
    from {{ ref('customer_tiers', 'int_line_events') }}
    where is_purchase
    union all
    {% endif %}
    select
        store_id,
        customer_id,
        category,
        event_date
    from {{ ref('customer_tiers', 'int_ledger_events') }}

),

category_purchases as (

    select distinct
        purchases.store_id,
        purchases.customer_id,
        purchases.category,
        newest_date.as_of_date
    from purchases
    inner join newest_date on purchases.event_date <= newest_date.as_of_date
    where purchases.category is not null

)

select * from category_purchases
