{{ config(
    materialized='as_of',
    enabled=is_enabled('forecasts')
) }}

with

champions as (

    select * from {{ ref('customer_tiers', 'forecast_champions') }}

),

fits as (

    select * from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where fit_date = as_of_date and model in ('bg_nbd', 'mbg_nbd')

),

levels as (

    select * from {{ ref('customer_tiers', 'int_forecast_levels') }}

),

histories as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        horizons.horizon_days,
        champions.method,
        champions.blend_weight,
        champions.tried_on,
        facts.purchase_day_count - 1 as repeat_count,
        facts.tenure_days,
        facts.days_since_last_order,
        {{ days_from('facts.first_order_date', 'facts.last_order_date') }} / 7.0 as t_x,
        {{ by_horizon('facts.short_repeat_count', 'facts.long_repeat_count') }}
            as period_repeat_count,
        case
            when facts.purchase_day_count > 1
                then
                    greatest(
                        cast(facts.net_revenue - facts.first_day_revenue as double), 0
                    ) / (facts.purchase_day_count - 1)
        end as repeat_value
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    inner join {{ ref('customer_tiers', 'forecast_champions') }} as champions
        on {{ same_store_and_date('facts', 'champions') }}
    cross join {{ horizons() }}
    where
        facts.purchase_day_count > 0
        and champions.horizon_days = horizons.horizon_days

),

cells as (

    select distinct
        histories.store_id,
        histories.as_of_date,
        histories.horizon_days,
        histories.repeat_count,
        histories.tenure_days,
        fits.r,
        fits.alpha,
        fits.a,
        fits.b,
        histories.repeat_count as x,
        histories.tenure_days / 7.0 as t,
        histories.horizon_days / 7.0 as weeks,
        fits.b + histories.repeat_count
        + case when fits.model = 'mbg_nbd' then 1 else 0 end as kept
    from histories
    inner join fits
        on
            {{ same_store_and_date('histories', 'fits') }}
            and fits.model
            = case when histories.method = 'blend' then 'mbg_nbd' else histories.method end

),

cells_with_orders as (

    {{ expected_orders_if_there('cells', [
        'store_id', 'as_of_date', 'horizon_days', 'repeat_count', 'tenure_days',
        'r', 'alpha', 'a', 'b', 'x', 't', 'kept'
    ]) }}

),

beside_the_store as (

    select
        histories.*,
        {{ expected_orders() }} as modelled_orders,
        max(histories.tenure_days) over (
            partition by histories.store_id, histories.as_of_date
        ) as store_days,
        avg(cast(histories.period_repeat_count as double)) over (
            partition by histories.store_id, histories.as_of_date, histories.horizon_days
        ) as mean_repeat_count,
        percent_rank() over (
            partition by histories.store_id, histories.as_of_date, histories.horizon_days
            order by histories.days_since_last_order
        ) as recency_percent_rank,
        avg(histories.repeat_value) over (
            partition by histories.store_id, histories.as_of_date, histories.horizon_days
        ) as mean_repeat_value
    from histories
    left join cells_with_orders as cells
        on
            {{ same_store_and_date('histories', 'cells') }}
            and histories.horizon_days = cells.horizon_days
            and histories.repeat_count = cells.repeat_count
            and histories.tenure_days = cells.tenure_days

),

with_rivals as (

    select
        *,
        {{ rival_columns() }}
    from beside_the_store

),

with_methods as (

    select
        *,
        modelled_orders as bg_nbd,
        modelled_orders as mbg_nbd
    from with_rivals

),

forecasts as (

    select
        *,
        {{ expected_by_method('with_methods') }} as expected_orders,
        coalesce(repeat_value, mean_repeat_value, 0) as expected_order_value
    from with_methods

),

customer_forecasts as (

    select
        forecasts.store_id,
        forecasts.customer_id,
        forecasts.as_of_date,
        cast(forecasts.horizon_days as integer) as horizon_days,
        forecasts.method,
        forecasts.tried_on,
        forecasts.expected_orders,
        cast(forecasts.expected_order_value as decimal(18, 4)) as expected_order_value,
        cast(forecasts.expected_orders * forecasts.expected_order_value as decimal(18, 4))
            as expected_net_revenue,
        levels.return_share as return_probability,
        cast(levels.orders_low as integer) as orders_low,
        cast(levels.orders_high as integer) as orders_high,
        cast(null as decimal(18, 4)) as customer_lifetime_value
    from forecasts
    left join levels
        on
            {{ same_store_and_date('forecasts', 'levels') }}
            and forecasts.horizon_days = levels.horizon_days
            and forecasts.method = levels.method
            and coalesce(forecasts.blend_weight, 0) = levels.blend_weight
            and levels.fit_date = levels.as_of_date
            and coalesce(
                {{ expectation_band('forecasts.expected_orders') }} >= levels.from_band, true
            )
            and coalesce(
                {{ expectation_band('forecasts.expected_orders') }} < levels.below_band, true
            )

)

select * from customer_forecasts
