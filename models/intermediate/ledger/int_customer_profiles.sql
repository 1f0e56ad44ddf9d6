{{ config(materialized='table', enabled=is_given('customers')) }}

{%- set traits = [
    'full_name', 'email', 'phone', 'birth_date', 'gender', 'acquisition_channel',
    'is_strategic', 'decision_role', 'income_band', 'region'
] -%}

with

customers as (

    select * from {{ ref('customer_tiers', 'int_screened_customers') }}
    where rejection_reason is null

),

orders as (

    select
        store_id,
        customer_id,
        order_date
    from {{ ref('customer_tiers', 'int_screened_orders') }}
    where rejection_reason is null

),

-- A customer registered without a store belongs to every store they ordered from.
stores_of_orders as (

    select
        orders.store_id,
        orders.customer_id,
        min(orders.order_date) as first_order_date
    from orders
    inner join customers
        on
            orders.customer_id = customers.customer_id
            and customers.store_id is null
    group by orders.store_id, orders.customer_id

),

-- Before the first order this was not known.
accounts as (

    select
        customers.*,
        coalesce(customers.store_id, stores.store_id, 'default') as profile_store_id,
        case
            when stores.store_id <> 'default'
                then greatest(customers.registered_date, stores.first_order_date)
            else customers.registered_date
        end as known_date
    from customers
    left join stores_of_orders as stores
        on
            customers.customer_id = stores.customer_id
            and customers.store_id is null

),

-- The customer's own account takes precedence over merged ones.
customer_profiles as (

    select
        profile_store_id as store_id,
        customer_id,
        {%- for trait in traits %}
        coalesce(max(case when is_own_account then {{ trait }} end), min({{ trait }}))
            as {{ trait }},
        {%- endfor %}
        min(known_date) as registered_date
    from accounts
    group by profile_store_id, customer_id

)

select * from customer_profiles
