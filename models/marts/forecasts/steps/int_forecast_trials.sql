{{ config(
    materialized='as_of',
    enabled=is_enabled('forecasts'),
    meta={'is_built_at_once': true, 'may_be_empty': true}
) }}

{#- The bands of each earlier date at which an as-of date is tried, and how well they
    were ranked. Who was expected equally much is in the best fifth in part, if it is
    full before all of them are in it. -#}

{%- set origin = trial_columns() | reject('eq', 'as_of_date') | list -%}
{%- set trial = listed(origin) -%}

with

dates as (

    select * from {{ ref('customer_tiers', 'int_forecast_origins') }}
    where {{ is_missing('as_of_date') }}

),

-- A date is tried once, though many as-of dates count it.
bands as (

    select
        *,
        case when actual_orders > 0 then 0 else customer_count end as lost_count
    from {{ ref('customer_tiers', 'int_forecast_bands') }}
    where {{ is_tried('fit_date') }}

),

places as (

    select
        *,
        cast(ceil(sum(customer_count) over the_trial / 5.0) as double) as best_count,
        sum(customer_count) over (partition by {{ trial }}, band) as in_band_count,
        sum(lost_count) over (partition by {{ trial }}, band) as lost_in_band_count,
        sum(customer_count) over (partition by {{ trial }}, actual_orders)
            as as_many_orders_count,
        sum(customer_count) over (partition by {{ trial }} order by band desc)
            as from_band_count,
        sum(lost_count) over (partition by {{ trial }} order by band)
            as lost_up_to_band_count,
        sum(customer_count) over (partition by {{ trial }} order by actual_orders desc)
            as from_orders_count
    from bands
    window the_trial as (partition by {{ trial }})

),

shares as (

    select
        *,
        {{ share_in_best('from_band_count', 'in_band_count') }} as expected_share,
        {{ share_in_best('from_orders_count', 'as_many_orders_count') }} as actual_share
    from places

),

forecast_trials as (

    select
        dates.as_of_date,
        {{ listed(origin, 'shares') }},
        shares.band,
        shares.actual_orders,
        shares.customer_count,
        shares.expected_orders,
        shares.expected_net_revenue,
        shares.actual_net_revenue,
        shares.absolute_error,
        shares.squared_error,
        cast(
            shares.customer_count * shares.expected_share * shares.actual_share
            as decimal(28, 10)
        ) as best_found_count,
        -- Pairs of one who came back and one who did not, ranked right; equals by half.
        (shares.customer_count - shares.lost_count)
        * (shares.lost_up_to_band_count - shares.lost_in_band_count / 2.0)
            as right_pair_count
    from dates
    inner join shares
        on
            dates.fit_date = shares.fit_date
            and dates.horizon_days = shares.horizon_days

)

select * from forecast_trials
