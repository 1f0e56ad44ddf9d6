{{ config(enabled=is_given('exchange_rates')) }}
{%- do check_mapping('exchange_rates') -%}
with

raw_exchange_rates as (

    select
        {{ raw_column('exchange_rates', 'rate_date') }} as raw_rate_date,
        {{ raw_column('exchange_rates', 'currency') }} as raw_currency,
        {{ raw_column('exchange_rates', 'rate_to_reporting') }}
            as raw_rate_to_reporting,
        {{ left_out('exchange_rates') }} as is_left_out
    from {{ raw('exchange_rates') }}

),

clean_exchange_rates as (

    select
        *,
        {{ clean_columns('exchange_rates') }}
    from raw_exchange_rates

),

typed_exchange_rates as (

    select
        cast({{ local_timestamp('rate_date') }} as date) as dated_on,
        upper(clean_currency) as currency,
        {{ as_decimal('rate_to_reporting', 'decimal(18, 8)') }} as rate_to_reporting
    from clean_exchange_rates
    where not is_left_out

),

-- Files with a rate on every order line repeat it; that is still one rate.
stg_tiers__exchange_rates as (

    select distinct
        case
            when dated_on >= {{ earliest_credible_date() }} then dated_on
        end as rate_date,
        currency,
        rate_to_reporting
    from typed_exchange_rates

)

select * from stg_tiers__exchange_rates
