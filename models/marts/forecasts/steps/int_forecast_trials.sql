{{ config(
    materialized='as_of',
    enabled=is_enabled('forecasts'),
    meta={'is_built_at_once': true}
) }}

{#- What each method would have said at an earlier date, beside what came. -#}

with

trials as (

    select * from {{ ref('customer_tiers', 'int_forecast_origins') }}
    where {{ is_missing('as_of_date') }}

),

-- Computed once, though many dates share them.
origins as (

    select distinct
        fit_date,
        horizon_days
    from trials

),

histories as (

    select
        histories.*,
        horizons.horizon_days,
        {{ by_horizon('histories.short_repeat_count', 'histories.long_repeat_count') }}
            as period_repeat_count,
        {{ by_horizon('histories.short_actual_orders', 'histories.long_actual_orders') }}
            as actual_orders,
        {{ by_horizon(
            'histories.short_actual_net_revenue', 'histories.long_actual_net_revenue'
        ) }} as actual_net_revenue
    from {{ ref('customer_tiers', 'int_forecast_histories') }} as histories
    inner join origins as horizons on histories.fit_date = horizons.fit_date
    where histories.known_customer_count >= {{ setting('forecast_min_customers') }}

),

fits as (

    select distinct
        store_id,
        fit_date,
        model,
        r,
        alpha,
        a,
        b
    from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where {{ is_missing('as_of_date') }} and model in ('bg_nbd', 'mbg_nbd')

),

-- Few customers have a history of their own.
cells as (

    select distinct
        histories.store_id,
        histories.fit_date,
        histories.horizon_days,
        histories.repeat_count,
        histories.tenure_days,
        fits.model,
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
            histories.store_id = fits.store_id
            and histories.fit_date = fits.fit_date

),

cells_with_orders as (

    {{ expected_orders_if_there('cells', [
        'store_id', 'fit_date', 'horizon_days', 'repeat_count', 'tenure_days', 'model',
        'r', 'alpha', 'a', 'b', 'x', 't', 'kept'
    ]) }}

),

modelled as (

    select
        histories.store_id,
        histories.customer_id,
        histories.fit_date,
        histories.horizon_days,
        max(case when cells.model = 'bg_nbd' then {{ expected_orders() }} end)
            as bg_nbd,
        max(case when cells.model = 'mbg_nbd' then {{ expected_orders() }} end)
            as mbg_nbd
    from (
        select
            *,
            active_days / 7.0 as t_x
        from histories
    ) as histories
    inner join cells_with_orders as cells
        on
            histories.store_id = cells.store_id
            and histories.fit_date = cells.fit_date
            and histories.horizon_days = cells.horizon_days
            and histories.repeat_count = cells.repeat_count
            and histories.tenure_days = cells.tenure_days
    group by
        histories.store_id,
        histories.customer_id,
        histories.fit_date,
        histories.horizon_days

),

beside_the_store as (

    select
        *,
        avg(cast(period_repeat_count as double)) over (
            partition by store_id, fit_date, horizon_days
        ) as mean_repeat_count,
        percent_rank() over (
            partition by store_id, fit_date, horizon_days
            order by days_since_last_order
        ) as recency_percent_rank
    from histories

),

rivals as (

    select
        store_id,
        customer_id,
        fit_date,
        horizon_days,
        actual_orders,
        actual_net_revenue,
        {{ rival_columns() }}
    from beside_the_store

),

predictions as (

    select
        rivals.*,
        modelled.bg_nbd,
        modelled.mbg_nbd,
        (modelled.mbg_nbd + rivals.same_again) / 2 as blend
    from rivals
    left join modelled
        on
            rivals.store_id = modelled.store_id
            and rivals.customer_id = modelled.customer_id
            and rivals.fit_date = modelled.fit_date
            and rivals.horizon_days = modelled.horizon_days

),

forecast_trials as (

    select
        predictions.*,
        trials.as_of_date
    from trials
    inner join predictions
        on
            trials.fit_date = predictions.fit_date
            and trials.horizon_days = predictions.horizon_days

)

select * from forecast_trials
