{#- So that those who can do without forecasts need not ask whether there are any. -#}

with

{% if is_enabled('forecasts') -%}
known_forecasts as (

    select
        store_id,
        customer_id,
        as_of_date,
        horizon_days,
        tried_on,
        expected_orders,
        expected_net_revenue,
        return_probability
    from {{ ref('customer_tiers', 'customer_forecasts') }}

)

{%- else -%}
known_forecasts as (

    select
        store_id,
        customer_id,
        as_of_date,
        cast(null as integer) as horizon_days,
        cast(null as {{ dbt.type_string() }}) as tried_on,
        cast(null as double) as expected_orders,
        cast(null as decimal(18, 4)) as expected_net_revenue,
        cast(null as double) as return_probability
    from {{ ref('customer_tiers', 'customer_facts') }}
    where 1 = 0

)
{%- endif %}

select * from known_forecasts
