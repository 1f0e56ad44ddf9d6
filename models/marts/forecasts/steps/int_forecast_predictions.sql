{{ config(enabled=is_enabled('forecasts')) }}

{#- What each method would have said at an earlier date, beside what came. A model
    expects equally much of customers with the same `cell` who are still there, and of
    those with the same `history`. -#}

{%- set store = ['store_id', 'fit_date', 'horizon_days'] -%}
{%- set cell = store + ['repeat_count', 'tenure_days'] -%}
{%- set history = cell + ['active_days'] -%}

with

cases as (

    select
        *,
        active_days / cast(7 as double) as t_x
    from {{ ref('customer_tiers', 'int_forecast_cases') }}

),

fits as (

    select distinct
        {{ listed(['store_id', 'fit_date', 'model', 'r', 'alpha', 'a', 'b']) }}
    from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where model in ('bg_nbd', 'mbg_nbd')

),

cells as (

    select distinct
        {{ listed(cell, 'cases') }},
        fits.model,
        fits.r,
        fits.alpha,
        fits.a,
        fits.b,
        cases.repeat_count as x,
        cases.tenure_days / cast(7 as double) as t,
        cases.horizon_days / cast(7 as double) as weeks,
        fits.b + cases.repeat_count
        + case when fits.model = 'mbg_nbd' then 1 else 0 end as kept
    from cases
    inner join fits on {{ same(['store_id', 'fit_date'], 'cases', 'fits') }}

),

cells_with_orders as (

    {{ expected_orders_if_there('cells', cell + [
        'model', 'r', 'alpha', 'a', 'b', 'x', 't', 'kept'
    ]) }}

),

modelled as (

    select
        {{ listed(history, 'cases') }},
        max(case when cells.model = 'bg_nbd' then {{ expected_orders() }} end)
            as bg_nbd,
        max(case when cells.model = 'mbg_nbd' then {{ expected_orders() }} end)
            as mbg_nbd
    from cases
    inner join cells_with_orders as cells on {{ same(cell, 'cases', 'cells') }}
    group by
        {{ listed(history, 'cases') }}

),

beside_the_store as (

    select
        *,
        max(tenure_days) over the_store as store_days,
        {{ ratio(
            'sum(customer_count * period_repeat_count) over the_store',
            'sum(customer_count) over the_store'
        ) }} as mean_repeat_count,
        {{ ratio(
            'coalesce(sum(customer_count) over later_ones, 0)',
            'greatest(sum(customer_count) over the_store - 1, 1)'
        ) }} as recency_percent_rank
    from cases
    window
        the_store as (partition by {{ store | join(', ') }}),
        later_ones as (
            partition by {{ store | join(', ') }}
            order by days_since_last_order
            range between unbounded preceding and 1 preceding
        )

),

rivals as (

    select
        *,
        {{ rival_columns() }}
    from beside_the_store

),

predictions as (

    select
        {{ listed(store + [
            'actual_orders', 'actual_net_revenue', 'customer_count', 'order_value',
            'same_again', 'own_rate', 'own_rate_recent', 'store_mean', 'recency_rank'
        ], 'rivals') }},
        modelled.mbg_nbd,
        modelled.bg_nbd
    from rivals
    left join modelled on {{ same(history, 'rivals', 'modelled') }}

)

select * from predictions
