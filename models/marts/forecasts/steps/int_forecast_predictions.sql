{{ config(enabled=is_enabled('forecasts')) }}

{#- What each method would have said at an earlier date, beside what came. -#}

{#- A model expects equally much of customers with the same `cell` who are still there,
    and of those with the same `history`. -#}
{%- set cell = [
    'store_id', 'fit_date', 'horizon_days', 'repeat_count', 'tenure_days'
] -%}
{%- set history = cell + ['active_days'] -%}

with

-- Many as-of dates share them.
origins as (

    select distinct
        fit_date,
        horizon_days
    from {{ ref('customer_tiers', 'int_forecast_origins') }}

),

histories as (

    select * from {{ ref('customer_tiers', 'int_forecast_histories') }}
    where known_customer_count >= {{ setting('forecast_min_customers') }}

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
    where model in ('bg_nbd', 'mbg_nbd')

),

histories_by_horizon as (

    select
        histories.*,
        horizons.horizon_days,
        {{ by_horizon('histories.short_repeat_count', 'histories.long_repeat_count') }}
            as period_repeat_count,
        {{ by_horizon(
            'histories.short_actual_orders', 'histories.long_actual_orders'
        ) }}
            as actual_orders
    from histories
    inner join origins as horizons on histories.fit_date = horizons.fit_date

),

-- Of equal customers equally much is expected.
equal_customers as (

    select
        {{ listed(history) }},
        days_since_last_order,
        period_repeat_count,
        actual_orders,
        active_days / 7.0 as t_x,
        count(*) as customer_count
    from histories_by_horizon
    group by
        {{ listed(history) }},
        days_since_last_order,
        period_repeat_count,
        actual_orders

),

beside_the_store as (

    select
        *,
        max(tenure_days) over the_store as store_days,
        sum(customer_count * period_repeat_count) over the_store
        / cast(sum(customer_count) over the_store as double) as mean_repeat_count,
        coalesce(
            sum(customer_count) over (
                partition by store_id, fit_date, horizon_days
                order by days_since_last_order
                range between unbounded preceding and 1 preceding
            ), 0
        )
        / greatest(cast(sum(customer_count) over the_store as double) - 1, 1)
            as recency_percent_rank
    from equal_customers
    window the_store as (partition by store_id, fit_date, horizon_days)

),

rivals as (

    select
        *,
        {{ rival_columns() }}
    from beside_the_store

),

cells as (

    select distinct
        equal_customers.store_id,
        equal_customers.fit_date,
        equal_customers.horizon_days,
        equal_customers.repeat_count,
        equal_customers.tenure_days,
        fits.model,
        fits.r,
        fits.alpha,
        fits.a,
        fits.b,
        equal_customers.repeat_count as x,
        equal_customers.tenure_days / 7.0 as t,
        equal_customers.horizon_days / 7.0 as weeks,
        fits.b + equal_customers.repeat_count
        + case when fits.model = 'mbg_nbd' then 1 else 0 end as kept
    from equal_customers
    inner join fits
        on
            equal_customers.store_id = fits.store_id
            and equal_customers.fit_date = fits.fit_date

),

cells_with_orders as (

    {{ expected_orders_if_there('cells', cell + [
        'model', 'r', 'alpha', 'a', 'b', 'x', 't', 'kept'
    ]) }}

),

modelled as (

    select
        {{ listed(history, 'equal_customers') }},
        max(case when cells.model = 'bg_nbd' then {{ expected_orders() }} end)
            as bg_nbd,
        max(case when cells.model = 'mbg_nbd' then {{ expected_orders() }} end)
            as mbg_nbd
    from equal_customers
    inner join cells_with_orders as cells
        on {{ same(cell, 'equal_customers', 'cells') }}
    group by
        {{ listed(history, 'equal_customers') }}

),

predictions as (

    select
        rivals.store_id,
        rivals.fit_date,
        rivals.horizon_days,
        rivals.actual_orders,
        rivals.customer_count,
        rivals.same_again,
        rivals.own_rate_recent,
        rivals.own_rate,
        rivals.recency_rank,
        rivals.store_mean,
        modelled.mbg_nbd,
        modelled.bg_nbd
    from rivals
    left join modelled
        on {{ same(history, 'rivals', 'modelled') }}

)

select * from predictions
