{{ config(enabled=is_enabled('forecasts')) }}

{%- set year_ends = range(365, 365 * setting('lifetime_years') + 1, 365) | list -%}
{%- set periods = {} -%}
{%- for days in forecast_horizons() + year_ends -%}
{%- do periods.update({'orders_in_' ~ days ~ '_days': days / 7}) -%}
{%- endfor -%}

with

champions as (

    select distinct
        store_id,
        as_of_date,
        {{ model_of_method('method') }} as fitted_model
    from {{ ref('customer_tiers', 'forecast_champions') }}

),

fits as (

    select
        *,
        b + case when model = 'mbg_nbd' then 1 else 0 end as least_kept
    from {{ ref('customer_tiers', 'int_forecast_fits') }}
    where fit_date = as_of_date

),

-- Many customers have the same history.
histories as (

    select distinct
        store_id,
        as_of_date,
        tenure_days,
        purchase_day_count - 1 as repeat_count
    from {{ ref('customer_tiers', 'customer_facts') }}
    where purchase_day_count > 0

),

cells as (

    select
        histories.*,
        fits.model,
        fits.r,
        fits.alpha,
        fits.a,
        fits.b,
        histories.repeat_count as x,
        histories.tenure_days / 7e0 as t,
        fits.least_kept + histories.repeat_count as kept
    from histories
    inner join champions on {{ same_store_and_date('histories', 'champions') }}
    inner join fits
        on
            {{ same_store_and_date('champions', 'fits') }}
            and champions.fitted_model = fits.model

),

cells_with_orders as (

    {{ expected_orders_if_there('cells', [
        'store_id', 'as_of_date', 'repeat_count', 'tenure_days', 'model',
        'r', 'alpha', 'a', 'b', 'x', 't', 'kept'
    ], periods, points=32) }}

),

-- That a customer is still there is a factor of all years, and of the horizon.
orders_if_there as (

    select
        store_id,
        as_of_date,
        repeat_count,
        tenure_days,
        model,
        r,
        alpha,
        a,
        b,
        x,
        t,
        kept,
        {%- for name, days in [
            ('short', forecast_horizons()[0]), ('long', forecast_horizons()[1])
        ] %}
        orders_in_{{ days }}_days as {{ name }}_orders_if_there,
        {%- endfor %}
        (
            {%- for days in year_ends %}
            (
                orders_in_{{ days }}_days
                {{- '' if loop.first else ' - orders_in_' ~ (days - 365) ~ '_days' }}
            ) * power(
                1 + {{ setting('yearly_discount_rate') }}, -{{ loop.index - 0.5 }}
            ){{ ' +' if not loop.last }}
            {%- endfor %}
        ) / orders_in_{{ forecast_horizons()[1] }}_days as lifetime_factor
    from cells_with_orders

)

select * from orders_if_there
