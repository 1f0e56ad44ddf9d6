{{ config(enabled=is_enabled('forecasts')) }}

{#- What the methods need to know of a buyer and of the store; what a model expects, and
    what each rival does. -#}

with

customers as (

    select
        *,
        purchase_day_count - 1 as repeat_count,
        {{ days_from('first_order_date', 'last_order_date') }} / 7e0 as t_x,
        {{ repeat_value() }} as repeat_value
    from {{ ref('customer_tiers', 'customer_facts') }}
    where purchase_day_count > 0

),

stores as (

    select * from {{ ref('customer_tiers', 'int_store_recencies') }}

),

methods as (

    select
        *,
        {{ model_of_method('method') }} as fitted_model
    from {{ ref('customer_tiers', 'forecast_champions') }}

),

cells as (

    select * from {{ ref('customer_tiers', 'int_orders_if_there') }}

),

histories as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.tenure_days,
        customers.days_since_last_order,
        customers.repeat_count,
        customers.repeat_value,
        horizons.horizon_days,
        horizons.method,
        horizons.tried_on,
        horizons.fallback_reason,
        stores.store_days,
        stores.mean_value,
        stores.recency_percent_rank,
        {{ by_horizon('customers.short_repeat_count', 'customers.long_repeat_count') }}
            as period_repeat_count,
        {{ by_horizon('stores.mean_short_count', 'stores.mean_long_count') }}
            as mean_repeat_count,
        {{ there_probability() }} as there_probability,
        {{ by_horizon('cells.short_orders_if_there', 'cells.long_orders_if_there') }}
            as orders_if_there,
        {{ order_probability('horizons.horizon_days / 7e0') }} as order_probability,
        {{ by_horizon('null', 'cells.lifetime_factor') }} as lifetime_factor
    from customers
    inner join stores
        on
            {{ same_store_and_date('customers', 'stores') }}
            and customers.days_since_last_order = stores.days_since_last_order
    inner join methods as horizons
        on {{ same_store_and_date('customers', 'horizons') }}
    left join cells
        on
            {{ same_store_and_date('customers', 'cells') }}
            and customers.repeat_count = cells.repeat_count
            and customers.tenure_days = cells.tenure_days
            and horizons.fitted_model = cells.model

),

histories_with_rivals as (

    select
        *,
        there_probability * orders_if_there as modelled_orders,
        {{ rival_columns() }}
    from histories

)

select * from histories_with_rivals
