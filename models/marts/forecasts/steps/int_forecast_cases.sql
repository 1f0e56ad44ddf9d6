{{ config(enabled=is_enabled('forecasts')) }}

{#- The customers of an earlier date by what was known of them then, and what came: of
    those with the same history equally many orders are expected. -#}

{%- set history = [
    'store_id', 'fit_date', 'horizon_days', 'repeat_count', 'active_days', 'tenure_days',
    'days_since_last_order', 'period_repeat_count'
] -%}

with

-- Many as-of dates share them.
origins as (

    select distinct
        fit_date,
        horizon_days
    from {{ ref('customer_tiers', 'int_forecast_origins') }}

),

customers as (

    select
        *,
        case
            when repeat_count > 0
                then cast(greatest(repeat_net_revenue, 0) as double) / repeat_count
            else 0
        end as repeat_value
    from {{ ref('customer_tiers', 'int_forecast_histories') }}
    where known_customer_count >= {{ setting('forecast_min_customers') }}

),

money_fits as (

    select distinct
        store_id,
        fit_date,
        p,
        q,
        v
    from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where model = 'gamma_gamma' and ended = 'converged'

),

stores as (

    select
        store_id,
        fit_date,
        coalesce({{ ratio(
            'sum(cast(repeat_value as decimal(28, 8)))',
            'sum(case when repeat_value > 0 then 1 else 0 end)'
        ) }}, 0) as mean_value
    from customers
    group by store_id, fit_date

),

customers_with_value as (

    select
        customers.*,
        {{ expected_order_value(
            'customers.repeat_count', 'customers.repeat_value', 'stores.mean_value'
        ) }} as order_value
    from customers
    inner join stores
        on {{ same(['store_id', 'fit_date'], 'customers', 'stores') }}
    left join money_fits
        on {{ same(['store_id', 'fit_date'], 'customers', 'money_fits') }}

),

customers_by_horizon as (

    select
        customers.*,
        horizons.horizon_days,
        {{ by_horizon('customers.short_repeat_count', 'customers.long_repeat_count') }}
            as period_repeat_count,
        {{ by_horizon(
            'customers.short_actual_orders', 'customers.long_actual_orders'
        ) }}
            as actual_orders,
        {{ by_horizon(
            'customers.short_actual_net_revenue', 'customers.long_actual_net_revenue'
        ) }} as actual_net_revenue
    from customers_with_value as customers
    inner join origins as horizons on customers.fit_date = horizons.fit_date

),

cases as (

    select
        {{ listed(history) }},
        actual_orders,
        count(*) as customer_count,
        cast(sum(cast(order_value as decimal(28, 8))) as double) as order_value,
        sum(actual_net_revenue) as actual_net_revenue
    from customers_by_horizon
    group by
        {{ listed(history) }},
        actual_orders

)

select * from cases
