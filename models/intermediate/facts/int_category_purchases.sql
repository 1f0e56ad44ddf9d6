{#- An order has a category of its own, and those of its lines where they are given. -#}
with

purchases as (

    {% if is_given('order_lines') -%}
    select
        store_id,
        customer_id,
        category,
        event_date
    from {{ ref('customer_tiers', 'int_line_events') }}
    where is_purchase
    union all
    {% endif -%}
    select
        store_id,
        customer_id,
        category,
        event_date
    from {{ ref('customer_tiers', 'int_order_events') }}

),

category_purchases as (

    select
        store_id,
        customer_id,
        category,
        min(event_date) as first_date
    from purchases
    where category is not null
    group by store_id, customer_id, category

)

select * from category_purchases
