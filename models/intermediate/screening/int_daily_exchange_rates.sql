{{ config(materialized='table', enabled=is_given('exchange_rates')) }}

with

-- Two rates on one day fail a test; until that is fixed, the higher one applies.
exchange_rates as (

    select
        currency,
        rate_date,
        max(rate_to_reporting) as rate_to_reporting
    from {{ ref('customer_tiers', 'stg_tiers__exchange_rates') }}
    where
        rate_date <= {{ latest_credible_date() }}
        and rate_to_reporting > 0
    group by currency, rate_date

),

rates_with_the_next as (

    select
        currency,
        rate_date,
        rate_to_reporting,
        coalesce(
            lead(rate_date) over (partition by currency order by rate_date),
            {{ dbt.dateadd('day', 1, latest_credible_date()) }}
        ) as next_rate_date
    from exchange_rates

),

rates_per_day as (

    select
        currency,
        rate_to_reporting as exchange_rate,
        {{ each_day_before('rate_date', 'next_rate_date') }} as rate_date
    from rates_with_the_next

)

select * from rates_per_day
